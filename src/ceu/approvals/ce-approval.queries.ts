import type { Approver } from './ce-approval.rules.js';
import type { CreditRule } from '../ledger/ce-award.rules.js';

/** An approval as it stands. */
export interface Approval extends CreditRule {
  id: string;
  name: string;
  approver: Approver;
  approvalNumber: string;
  validFrom: string;
  validTo: string | null;
  withdrawnOn: string | null;
  certificateText: string | null;
  version: number;
}

/** The columns of an `Approval`, from `ce_approval a`. */
export const approvalColumns = `
  a.id, a.name, a.approver, a.approval_number as "approvalNumber", a.category_scope as "categoryScope",
  a.valid_from::text as "validFrom", a.valid_to::text as "validTo", a.withdrawn_on::text as "withdrawnOn", a.rounding,
  a.minimum_minutes as "minimumMinutes", a.attendance_percent as "attendancePercent",
  a.partial_credit as "partialCredit", a.max_minutes_per_day as "maxMinutesPerDay",
  a.evaluation_required as "evaluationRequired", a.assessment_required as "assessmentRequired",
  a.presenter_minutes as "presenterMinutes", a.certificate_text as "certificateText",
  a.retention_years as "retentionYears", a.version`;
