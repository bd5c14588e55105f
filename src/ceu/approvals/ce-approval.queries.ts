import type { CeApproval } from './ce-approval.entity.js';

/** What an `Approval` has of its row. */
export const approvalColumns = [
  'id',
  'name',
  'approver',
  'approvalNumber',
  'categoryScope',
  'validFrom',
  'validTo',
  'withdrawnOn',
  'rounding',
  'minimumMinutes',
  'attendancePercent',
  'partialCredit',
  'maxMinutesPerDay',
  'evaluationRequired',
  'assessmentRequired',
  'presenterMinutes',
  'certificateText',
  'retentionYears',
  'version',
] as const satisfies (keyof CeApproval)[];

/** An approval as it stands. */
export type Approval = Pick<CeApproval, (typeof approvalColumns)[number]>;
