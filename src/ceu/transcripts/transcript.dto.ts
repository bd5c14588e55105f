import { ceuRefusals } from '../ceu.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsIn } from 'class-validator';
import { LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type Approver, approvers } from '../approvals/ce-approval.rules.js';
import { CeCategoryDto } from '../approvals/ce-configuration.dto.js';
import { type CreditKind, creditKinds, type CreditRole, creditRoles } from '../ledger/ce-credit.rules.js';
import { releaseStates, type ReleaseState } from './transcript-release.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** Which days a transcript covers. */
@InOrder('from', 'to', ceuRefusals.period_reversed)
export class TranscriptQuery {
  /** First day of completion. Default: the beginning. */
  @Omittable() @LocalDate() from?: string;
  /** Last day of completion. Default: today. */
  @Omittable() @LocalDate() to?: string;
}

/** One award that stands. */
export class TranscriptLineDto {
  /** Id of the award in the ledger. */
  awardId: string;
  /** The title, as it was run. */
  title: string;
  /** First day. */
  startsOn: string;
  /** Last day. */
  endsOn: string;
  /** In which way it was held. @example in_person */
  mode: string;
  /** Who provided it. */
  provider: string;
  /** Who approved the provider; null for an event elsewhere. */
  @IsIn([...approvers, null]) approver: Approver | null;
  /** Their number; null for an event elsewhere. */
  approvalNumber: string | null;
  /** Whether for taking part or for presenting. */
  @IsIn(creditRoles) role: CreditRole;
  /** Minutes credited. */
  minutes: number;
  /** The same in hours, as a decimal string. @example 3.50 */
  hours: string;
  /** CE hours or CEUs. */
  @IsIn(creditKinds) kind: CreditKind;
  /** CEUs as a decimal string; null for CE hours. @example 0.4 */
  ceus: string | null;
  /** The credit as it is printed. @example "0.4 IACET CEU" */
  printed: string;
  /** The minutes by category. */
  categories: CeCategoryDto[];
  /** Day of completion. */
  completedOn: string;
}

/** What a kind of credit adds up to; the kinds are never added together. */
export class TranscriptTotalDto {
  /** CE hours or CEUs. */
  @IsIn(creditKinds) kind: CreditKind;
  /** Minutes. */
  minutes: number;
  /** The amount in its kind, as a decimal string. @example 1.7 */
  amount: string;
  /** The minutes by category. */
  categories: CeCategoryDto[];
}

/** Continuing education of one person over a period: always the sum of the ledger. */
export class TranscriptDto {
  /** Id of the person. */
  id: string;
  /** The name as it is printed. */
  namePrinted: string;
  /** The college. */
  providerName: string;
  /** First day that it covers; null for the beginning. */
  from: string | null;
  /** Last day that it covers. */
  to: string;
  /** The awards that stand, in the order in which they were completed. */
  lines: TranscriptLineDto[];
  /** What each kind adds up to. */
  totals: TranscriptTotalDto[];
  /** Who signs for the college. */
  signatory: string | null;
  /** What that person is. */
  signatoryTitle: string | null;
}

/** Who asks for a transcript, and of which days. */
export class TranscriptReleaseBody extends TranscriptQuery {
  /** Who is to have it. At most 200 characters. @example "State certification board" */
  @PlainText(200) recipient: string;
  /** What for. At most 200 characters. */
  @Omittable() @PlainText(200) purpose?: string;
}

export const transcriptReleaseActs = ['authorise', 'refuse', 'withdraw', 'hand_over', 'print'] as const;

/** A transcript that leaves the college, or is asked to. */
export class TranscriptReleaseDto {
  /** Id of the release. */
  id: string;
  /** Whose transcript it is. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** Who is to have it. */
  recipient: string;
  /** What for. */
  purpose: string | null;
  /** First day that it covers. */
  from: string;
  /** Last day that it covers. */
  to: string;
  /** `requested` waits for the learner; only `authorised` may be handed over; `released` was. */
  @IsIn(releaseStates) state: ReleaseState;
  /** Whether the learner asked for it themselves. */
  byLearner: boolean;
  /** When it was asked for (RFC 3339, UTC). */
  requestedAt: string;
  /** When the learner answered (RFC 3339, UTC). */
  answeredAt: string | null;
  /** When it was handed over (RFC 3339, UTC). */
  releasedAt: string | null;
  /** What you may do with it now. */
  @IsIn(transcriptReleaseActs, { each: true }) can: (typeof transcriptReleaseActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Which releases to list. */
export class TranscriptReleaseQuery extends PageQuery {
  /** In one state only. */
  @Omittable() @IsIn(releaseStates) state?: ReleaseState;
}

/** Releases, newest first. */
export class TranscriptReleasePage extends PageOf(TranscriptReleaseDto) {}
