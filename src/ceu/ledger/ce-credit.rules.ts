import { textOf } from '../../catalogues/catalogues.js';

/** CE hours and CEUs differ by a factor of ten and are never added together. */
export const creditKinds = ['ce_hours', 'ceu_tenths'] as const;
export type CreditKind = (typeof creditKinds)[number];

export const creditRoles = ['learner', 'presenter'] as const;
export type CreditRole = (typeof creditRoles)[number];

/** Tenths of a CEU as a decimal string: 4 is "0.4". */
export function ceuText(tenths: number): string {
  const size = Math.abs(tenths);
  return `${tenths < 0 ? '-' : ''}${Math.trunc(size / 10)}.${size % 10}`;
}

/** The amount of a kind as a decimal string: "0.4" CEU, "4" CE hours. */
export const amountText = (kind: CreditKind, credits: number): string =>
  kind === 'ceu_tenths' ? ceuText(credits) : String(credits);

/** Contact time as a decimal string of hours, cut to hundredths: 170 minutes are "2.83". */
export function hoursText(minutes: number): string {
  const hundredths = Math.trunc((Math.abs(minutes) * 100) / 60);
  return `${minutes < 0 ? '-' : ''}${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

/**
 * The credit as it is printed. "IACET CEU" stands only for what was awarded under an active IACET approval (BR-107).
 */
export function printedCredit(kind: CreditKind, credits: number, approver: string | null): string {
  if (kind === 'ce_hours') return textOf('prints.credit.ce_hours', { credits });
  return textOf(approver === 'iacet' ? 'prints.credit.iacet_ceu' : 'prints.credit.ceu', { ceus: ceuText(credits) });
}
