import type { CreditKind } from '../ledger/ce-credit.rules.js';

export const approvers = ['iacet', 'naadac', 'nbcc', 'state_board', 'internal'] as const;
export type Approver = (typeof approvers)[number];

/** Days from one to another, both included; without an end when `to` is null. */
export interface DateRange {
  from: string;
  to: string | null;
}

export interface ApprovalDates {
  validFrom: string;
  validTo: string | null;
  withdrawnOn: string | null;
}

const covers = ({ from, to }: DateRange, day: string): boolean => from <= day && (to === null || day <= to);

/** Whether an approval is valid on a day; from the day on which it is withdrawn it is not. */
export const isValidOn = ({ validFrom, validTo, withdrawnOn }: ApprovalDates, day: string): boolean =>
  covers({ from: validFrom, to: validTo }, day) && (withdrawnOn === null || day < withdrawnOn);

/**
 * The first session date on which the approval, or its attachment to the course, was not valid (BR-106); undefined when
 * all are.
 */
export const firstUncovered = (
  approval: ApprovalDates,
  attachments: readonly DateRange[],
  dates: readonly string[],
): string | undefined =>
  [...dates].sort().find((day) => !isValidOn(approval, day) || !attachments.some((range) => covers(range, day)));

/** CEUs come from an active IACET approval alone; everything else is CE hours (BR-107). */
export const kindUnder = (approval: ApprovalDates & { approver: Approver }, today: string): CreditKind =>
  approval.approver === 'iacet' && (approval.withdrawnOn === null || today < approval.withdrawnOn)
    ? 'ceu_tenths'
    : 'ce_hours';
