import { anHour, later } from '../../platform/calendar.js';
import type { Happening } from '../../platform/events/events.js';
import type { OneTimeLink } from './password.entity.js';

export const minutesValid = 20;
export const mostLetters = 3;
export const mostWrongTries = 5;

/** Somebody entered a person's address where it opens nothing. */
export const addressEntered = (personId: string): Happening => ({
  type: 'address.entered',
  subjectId: personId,
  personId,
});

/** Since when letters and wrong tries count. */
export const aDayBefore = (now: Date): Date => later(now, -24 * anHour);

/**
 * Whether one more letter may go to an address: at most three leave in any 24 hours, whatever was asked for and whoever
 * has it (BR-214). `id` is the request that would send it, and does not count, as its letter may have to be sent again.
 */
export function mayWrite(id: string, requests: readonly Pick<OneTimeLink, 'id' | 'deliveredAt'>[], now: Date): boolean {
  const since = aDayBefore(now);
  const letters = requests.filter((each) => each.id !== id && each.deliveredAt !== null && each.deliveredAt > since);
  return letters.length < mostLetters;
}
