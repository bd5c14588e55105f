import { IsIn, Matches } from 'class-validator';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { IsIdField, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { LongListQuery, recordedOrders, type RecordedOrder } from '../../platform/http/page-query.dto.js';
import { CountedPageOf, PageOf } from '../../platform/http/pagination.js';
import { type Approver, approvers } from '../approvals/ce-approval.rules.js';
import { CeCategoryDto } from '../approvals/ce-configuration.dto.js';
import { type CreditKind, creditKinds, type CreditRole, creditRoles } from './ce-credit.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto, NamedRunDto, NamedSessionDto } from '../../platform/names/named.dto.js';

export const entryTypes = ['award', 'reversal'] as const;
export type EntryType = (typeof entryTypes)[number];
export const awardStates = ['awarded', 'corrected', 'reversed'] as const;
export const reversalCauses = ['evidence_changed', 'administrator', 'appeal'] as const;
export const ledgerStates = ['pending', 'awarded', 'corrected', 'reversed'] as const;

/** The approval as it was when the award was given. */
export class CeApprovalAsItWasDto {
  /** What it was called. */
  name: string;
  /** Who approved the college. */
  @IsIn(approvers) approver: Approver;
  /** Their number for it. */
  approvalNumber: string;
}

/** One entry of the ledger: an award, or what takes one back. */
export class CeEntryDto {
  /** Id of the entry. */
  id: string;
  /** Whose credit it is. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** What kind of entry it is. */
  @IsIn(entryTypes) entryType: EntryType;
  /**
   * For an award: whether it stands, stands in place of an earlier one (`corrected`), or was taken back. Null for a
   * reversal.
   */
  @IsIn([...awardStates, null]) state: (typeof awardStates)[number] | null;
  /** The run at this college; null for an event elsewhere. */
  runId: string | null;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** The claim about an event elsewhere; null for a run at this college. */
  claimId: string | null;
  /** The approval; null for an event elsewhere. */
  approvalId: string | null;
  /** The approval as it was. */
  approval: CeApprovalAsItWasDto | null;
  /**
   * Place in the chain of one event under one approval: 0 the first award, 1 its reversal, 2 the award in its place.
   */
  number: number;
  /** CE hours and CEUs are never added together. */
  @IsIn(creditKinds) kind: CreditKind;
  /** Whether for taking part or for presenting. */
  @IsIn(creditRoles) role: CreditRole;
  /** Minutes; negative for a reversal. */
  minutes: number;
  /** The minutes by category; they add up. */
  categories: CeCategoryDto[];
  /** The amount in its kind, as a decimal string. @example 0.4 */
  amount: string;
  /** The amount as it is printed. @example 0.4 IACET CEU */
  printed: string;
  /** The title, as it was. */
  title: string;
  /** In which way it was held, as it was. */
  mode: string;
  /** Who provided it. */
  provider: string;
  /** First day. */
  startsOn: string;
  /** Last day. */
  endsOn: string;
  /** Day of completion. */
  completedOn: string;
  /** The named rounding rule. */
  rounding: string;
  /** Why it was taken back; null for an award. */
  @IsIn([...reversalCauses, null]) cause: (typeof reversalCauses)[number] | null;
  /** The reason that an administrator gave. */
  reason: string | null;
  /** When it was entered (RFC 3339, UTC). */
  enteredAt: string;
  /** Until when it is kept (BR-117). */
  retainedUntil: string;
}

/** What one session counted for. */
export class CeEvidenceSessionDto {
  /** The session. */
  sessionId: string;
  /** The same session by name; null where you could not open it now. */
  @Named('session') session?: NamedSessionDto | null;
  /** The planned session of the course that it held; 0 for an extra meeting. */
  order: number;
  /** The day on which it was held. */
  on: string;
  /** Minutes of it that can count. */
  allowableMinutes: number;
  /** Minutes of it that did count for the person. */
  creditableMinutes: number;
}

export const ceEntryActs = ['reverse'] as const;

/** An entry with what it stands on. */
export class CeEntryDetailDto extends CeEntryDto {
  /** The sessions, as they were; empty for an event elsewhere. */
  sessions: CeEvidenceSessionDto[];
  /** What you may do with it now. */
  @IsIn(ceEntryActs, { each: true }) can: (typeof ceEntryActs)[number][];
  /** Entries never change. */
  version: number;
}

/** The ledger, newest first. */
export class CeEntryPage extends CountedPageOf(CeEntryDto) {}

/** Which entries to list. */
export class CeLedgerQuery extends LongListQuery {
  /** Of one person. */
  @Omittable() @IsIdField() personId?: string;
  /** Of one run. */
  @Omittable() @IsIdField() runId?: string;
  /** Under one approval. */
  @Omittable() @IsIdField() approvalId?: string;
  /** With minutes of this category. @example ethics */
  @Omittable() @Matches(/^[a-z][a-z0-9_]{0,39}$/) category?: string;
  /** Of one kind. */
  @Omittable() @IsIn(creditKinds) kind?: CreditKind;
  /** Awards or reversals only. */
  @Omittable() @IsIn(entryTypes) entryType?: EntryType;
  /** Entered on this day or later. */
  @Omittable() @LocalDate() from?: string;
  /** Entered on this day or earlier. */
  @Omittable() @LocalDate() to?: string;
  /** By when they were entered. */
  @Omittable() @IsIn(recordedOrders) sort: RecordedOrder = 'newest';
}

/** Why an award is taken back. */
export class CeReversalBody {
  /** The reason, for the record and for the person. At most 300 characters. */
  @PlainText(300) reason: string;
}

/** Whom to credit under which approval. */
export class CeAwardBody {
  /** The person. */
  @IsIdField() personId: string;
  /** The approval. */
  @IsIdField() approvalId: string;
}

/** What one run counts for under one approval, for the person alone. */
export class CeCreditDto {
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** Title of the course. */
  title: string;
  /** The approval. */
  approvalId: string;
  /** What the approval is called. */
  approvalName: string;
  /** `pending` while something is open; `reversed` once it was taken back. */
  @IsIn(ledgerStates) state: (typeof ledgerStates)[number];
  /** Minutes credited; 0 while there is no award. */
  minutes: number;
  /** The amount as it is printed; null while there is no award. @example 0.4 IACET CEU */
  printed: string | null;
  /** What is open, for you alone to see. */
  open: UnmetDto[];
}

/** My credits by run and approval, last completed first. */
export class CeCreditPage extends PageOf(CeCreditDto) {}
