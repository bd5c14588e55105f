import type { Role } from '../../platform/actor.js';

/** Who opens the record of a person: their chosen name and what they are here. */
export const opensPeople = ['coordinator', 'administrator'] as const satisfies readonly Role[];

/** The whole number of a card, however its digits are grouped; null in anything else. */
export function cardNumberIn(text: string): string | null {
  const digits = text.replace(/[\s-]/gu, '');
  return /^\d{10}$/.test(digits) ? digits : null;
}
