import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { BatchBody, BatchDto, BatchRowDto } from '../../platform/batches/batch.dto.js';
import { InOrder, RefusedWhen } from '../../platform/errors/refused-when.decorator.js';
import { IsIdField, IsIdList, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { LongListQuery, recordedOrders, type RecordedOrder } from '../../platform/http/page-query.dto.js';
import { CountedPageOf } from '../../platform/http/pagination.js';
import { ceuRefusals } from '../ceu.refusals.js';
import {
  type ClaimMode,
  claimModes,
  type ClaimOutcome,
  claimOutcomes,
  type ClaimState,
  claimStates,
} from './ce-claim.rules.js';
import { type CreditKind, creditKinds } from '../ledger/ce-credit.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** Self-paced time counts only where the provider monitored it (BR-112). */
const MonitoredWherePaced = RefusedWhen<Pick<ExternalCeClaimChange, 'mode' | 'monitored'>>(
  ['mode', 'monitored'],
  ({ mode, monitored }) =>
    mode === 'self_paced' && monitored === false
      ? { code: ceuRefusals.claim_not_monitored, field: 'monitored' }
      : undefined,
);

/** Credit for an event elsewhere. */
@InOrder('startsOn', 'endsOn', ceuRefusals.period_reversed)
@MonitoredWherePaced
export class ExternalCeClaimBody {
  /** Who provided it. At most 200 characters. @example "A made-up institute" */
  @PlainText(200) provider: string;
  /** What it was called. At most 200 characters. @example "Listening well" */
  @PlainText(200) title: string;
  /** First day. @example 2026-12-07 */
  @LocalDate() startsOn: string;
  /** Last day. @example 2026-12-08 */
  @LocalDate() endsOn: string;
  /** Minutes that count, without breaks. */
  @IsInt() @Min(1) @Max(60_000) minutes: number;
  /** The category; each minute counts in one. @example ethics */
  @Matches(/^[a-z][a-z0-9_]{0,39}$/) category: string;
  /** In which way it was held. */
  @IsIn(claimModes) mode: ClaimMode;
  /** For self-paced learning: whether the provider monitored the time. Unmonitored time does not count (BR-112). */
  @Omittable() @IsBoolean() monitored: boolean = false;
  /** What its certificate says: CE hours or CEUs. */
  @IsIn(creditKinds) kind: CreditKind;
  /**
   * What people were meant to learn (BR-118). At most 2,000 characters.
   * @example "To listen before advising."
   */
  @PlainText(2000, { lines: true }) objectives: string;
  /** Who presented (BR-118). At most 200 characters. @example "Willow Made-Up" */
  @PlainText(200) presenter: string;
  /** The uploaded certificate, and other evidence; 1 to 5 files. */
  @IsIdList(5) @ArrayMinSize(1) @ArrayMaxSize(5) evidenceIds: string[];
}

/** What is mended in a claim that was returned; what is left out stays. */
@InOrder('startsOn', 'endsOn', ceuRefusals.period_reversed)
@MonitoredWherePaced
export class ExternalCeClaimChange {
  /** Who provided it. At most 200 characters. */
  @Omittable() @PlainText(200) provider?: string;
  /** What it was called. At most 200 characters. */
  @Omittable() @PlainText(200) title?: string;
  /** First day. */
  @Omittable() @LocalDate() startsOn?: string;
  /** Last day. */
  @Omittable() @LocalDate() endsOn?: string;
  /** Minutes that count, without breaks. */
  @Omittable() @IsInt() @Min(1) @Max(60_000) minutes?: number;
  /** The category; each minute counts in one. @example ethics */
  @Omittable() @Matches(/^[a-z][a-z0-9_]{0,39}$/) category?: string;
  /** In which way it was held. */
  @Omittable() @IsIn(claimModes) mode?: ClaimMode;
  /** For self-paced learning: whether the provider monitored the time. */
  @Omittable() @IsBoolean() monitored?: boolean;
  /** What its certificate says: CE hours or CEUs. */
  @Omittable() @IsIn(creditKinds) kind?: CreditKind;
  /** What people were meant to learn. At most 2,000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) objectives?: string;
  /** Who presented. At most 200 characters. */
  @Omittable() @PlainText(200) presenter?: string;
  /** The files from now on, 1 to 5; one that is not named any more is removed. */
  @Omittable() @IsIdList(5) @ArrayMinSize(1) @ArrayMaxSize(5) evidenceIds?: string[];
}

/** What somebody decides about a claim. */
export class CeClaimDecisionBody {
  /** In full, in part, back to the person for more, or not at all. */
  @IsIn(claimOutcomes) outcome: ClaimOutcome;
  /** For `accepted_part`: how many minutes. */
  @Omittable() @IsInt() @Min(1) @Max(60_000) minutes?: number;
  /** Why, in words that help the person go on; needed unless it is accepted in full. At most 2,000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) reasons?: string;
}

/** What somebody decides about one of several claims. */
export class CeClaimDecisionRowBody extends CeClaimDecisionBody {
  /** Which claim. */
  @IsIdField() claimId: string;
  /** Its version, as it was read: what has changed since is not decided. */
  @IsInt() @Min(1) version: number;
}

/** What somebody decides about several claims. */
export class CeClaimDecisionsBody extends BatchBody {
  /** At most 50 rows, each claim once. */
  @NestedList(() => CeClaimDecisionRowBody, 50, { min: 1 })
  @ArrayUnique((row: { claimId?: unknown } | null) => row?.claimId)
  rows: CeClaimDecisionRowBody[];
}

/** What became of one claim. */
export class CeClaimBatchRowDto extends BatchRowDto {
  /** Which. */
  claimId: string;
}

/** What became of several claims: each is in exactly one row, in the order of the list. */
export class CeClaimBatchDto extends BatchDto {
  /** One row per claim. */
  rows: CeClaimBatchRowDto[];
}

/** Why somebody disagrees with a decision. */
export class CeClaimAppealBody {
  /** The reasons. At most 2,000 characters. */
  @PlainText(2000, { lines: true }) reasons: string;
}

/** An uploaded file. */
export class CeEvidenceFileDto {
  /** Id of the file. */
  @IsIdField() id: string;
  /** What it is, found from its content. @example application/pdf */
  mediaType: string;
  /** Size in bytes, as kept. */
  size: number;
  /** When it was uploaded (RFC 3339, UTC). */
  addedAt: string;
}

export const ceClaimActs = ['review', 'decide', 'hand_in_again', 'appeal'] as const;

/** Credit claimed for an event elsewhere. */
export class ExternalCeClaimDto {
  /** Id of the claim. */
  id: string;
  /** Who claims it. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** Who provided the event. */
  provider: string;
  /** What it was called. */
  title: string;
  /** First day. */
  startsOn: string;
  /** Last day. */
  endsOn: string;
  /** Minutes claimed. */
  minutes: number;
  /** The category. */
  category: string;
  /** In which way it was held. */
  @IsIn(claimModes) mode: ClaimMode;
  /** Whether self-paced time was monitored. */
  monitored: boolean;
  /** CE hours or CEUs. */
  @IsIn(creditKinds) kind: CreditKind;
  /** What people were meant to learn. */
  objectives: string | null;
  /** Who presented. */
  presenter: string | null;
  /** Where the claim stands. */
  @IsIn(claimStates) state: ClaimState;
  /** When it was handed in (RFC 3339, UTC). */
  submittedAt: string;
  /** Minutes accepted; null while none are. */
  acceptedMinutes: number | null;
  /** When it was decided (RFC 3339, UTC). */
  decidedAt: string | null;
  /** Why it was decided so, or what is missing. */
  reasons: string | null;
  /** What the person said against the decision. */
  appeal: string | null;
  /** The files. */
  evidence: CeEvidenceFileDto[];
  /** What you may do with it now. */
  @IsIn(ceClaimActs, { each: true }) can: (typeof ceClaimActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Which claims to list. */
export class ExternalCeClaimQuery extends LongListQuery {
  /** In one state only. */
  @Omittable() @IsIn(claimStates) state?: ClaimState;
  /** By when they were first handed in. */
  @Omittable() @IsIn(recordedOrders) sort: RecordedOrder = 'newest';
}

/** Claims, newest first if nothing else is asked. */
export class ExternalCeClaimPage extends CountedPageOf(ExternalCeClaimDto) {}
