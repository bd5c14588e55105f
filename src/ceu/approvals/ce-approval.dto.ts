import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { Clearable, LocalDate, Omittable, PlainText, QueryFlag } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type Approver, approvers } from './ce-approval.rules.js';
import { type PartialCredit, partialCredits } from '../ledger/ce-award.rules.js';
import { type RoundingRule, roundingRules } from './rounding.rules.js';

/** What an approval asks for; each of it may be left out. */
class CeApprovalRules {
  /** Categories that it credits; empty for all. At most 20. @example ["ethics"] */
  @Omittable()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(/^[a-z][a-z0-9_]{0,39}$/, { each: true })
  categoryScope?: string[];
  /** Last day on which it is valid; null while no end is known. */
  @Clearable() @LocalDate() validTo?: string | null;
  /** How minutes become credit, once per run. @example iacet_nearest_tenth */
  @Omittable() @IsIn(roundingRules) rounding?: RoundingRule;
  /** Fewest minutes that earn anything; default 30. */
  @Omittable() @IsInt() @Min(0) @Max(12000) minimumMinutes?: number;
  /** Share of the minutes that count which a learner has to attend, in percent; default 100. */
  @Omittable() @IsInt() @Min(1) @Max(100) attendancePercent?: number;
  /** Above the threshold: `actual` credits what was attended, `none` knows only all or nothing. */
  @Omittable() @IsIn(partialCredits) partialCredit?: PartialCredit;
  /** Most minutes of one day that count; null for no limit. */
  @Clearable() @IsInt() @Min(1) @Max(1440) maxMinutesPerDay?: number | null;
  /** Whether it asks for an evaluation. */
  @Omittable() @IsBoolean() evaluationRequired?: boolean;
  /** Whether it asks for an assessment to be passed. */
  @Omittable() @IsBoolean() assessmentRequired?: boolean;
  /** Whether facilitators are credited for presenting. */
  @Omittable() @IsBoolean() presenterMinutes?: boolean;
  /** A sentence that certificates carry. At most 300 characters. */
  @Clearable() @PlainText(300) certificateText?: string | null;
  /** Years, after the end of the year of an award, for which its record is kept; default 7 (BR-117). */
  @Omittable() @IsInt() @Min(1) @Max(50) retentionYears?: number;
}

/**
 * Changes to an approval; what is left out stays. Awards that were given keep the rules they were given under (BR-110,
 * 114).
 */
@InOrder('validFrom', 'validTo', ceuRefusals.period_reversed)
export class CeApprovalChange extends CeApprovalRules {
  /** What it is called. At most 200 characters. @example "IACET accreditation" */
  @Omittable() @PlainText(200) name?: string;
}

/** A provider approval under which the college gives credit. */
@InOrder('validFrom', 'validTo', ceuRefusals.period_reversed)
export class CeApprovalBody extends CeApprovalRules {
  /** What it is called. At most 200 characters. @example "IACET accreditation" */
  @PlainText(200) name: string;
  /** Who approved the college. @example iacet */
  @IsIn(approvers) approver: Approver;
  /** Their number for it, as printed on certificates. At most 64 characters. */
  @PlainText(64) approvalNumber: string;
  /** First day on which it is valid. */
  @LocalDate() validFrom: string;
}

export const ceApprovalActs = ['change', 'withdraw'] as const;

/** A provider approval, with its rules. */
export class CeApprovalDto {
  /** Id of the approval. */
  id: string;
  /** What it is called. */
  name: string;
  /** Who approved the college. */
  @IsIn(approvers) approver: Approver;
  /** Their number for it. */
  approvalNumber: string;
  /** Categories that it credits; empty for all. */
  categoryScope: string[];
  /** First day on which it is valid. */
  validFrom: string;
  /** Last day on which it is valid; null while no end is known. */
  validTo: string | null;
  /** The day from which on it is withdrawn; null while it is not. */
  withdrawnOn: string | null;
  /** Whether it is valid today. */
  active: boolean;
  /** How minutes become credit. */
  @IsIn(roundingRules) rounding: RoundingRule;
  /** Fewest minutes that earn anything. */
  minimumMinutes: number;
  /** Share of the minutes that count which a learner has to attend, in percent. */
  attendancePercent: number;
  /** What is credited above the threshold. */
  @IsIn(partialCredits) partialCredit: PartialCredit;
  /** Most minutes of one day that count. */
  maxMinutesPerDay: number | null;
  /** Whether it asks for an evaluation. */
  evaluationRequired: boolean;
  /** Whether it asks for an assessment to be passed. */
  assessmentRequired: boolean;
  /** Whether facilitators are credited for presenting. */
  presenterMinutes: boolean;
  /** A sentence that certificates carry. */
  certificateText: string | null;
  /** Years, after the end of the year of an award, for which its record is kept. */
  retentionYears: number;
  /** What you may do with it now. */
  @IsIn(ceApprovalActs, { each: true }) can: (typeof ceApprovalActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Which approvals to list. */
export class CeApprovalQuery extends PageQuery {
  /** Only those that are valid today, or only the others. */
  @Omittable() @QueryFlag() active?: boolean;
}

/** Approvals by name. */
export class CeApprovalPage extends PageOf(CeApprovalDto) {}
