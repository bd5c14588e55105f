import { type History, statusByDates } from './certification.rules.js';
import { daysLater } from '../../platform/calendar.js';

/** Something about a period that its holder or the college should hear of, once. */
export interface Notice {
  periodIndex: number;
  occasion: string;
  /** Days left, for a reminder; 0 for an expiry, negative after it. */
  daysLeft: number;
}

/**
 * What is to be said today: the nearest reminder that is due (BR-96), that a period has ended, and that a certification
 * has lapsed. Only about the last period that counts, and never while it was given back or revoked. A reminder whose
 * day was missed is said late, not twice.
 */
export function dueNotices(history: History, noticeDays: number[], today: string): Notice[] {
  const periodIndex = history.periods.findLastIndex(({ verified }) => verified);
  const last = history.periods[periodIndex];
  const state = statusByDates(history, today);
  if (
    !last ||
    ['recorded', 'upcoming', 'revoked', 'surrendered', 'renewal_submitted', 'reinstatement_review'].includes(state)
  )
    return [];
  if (today > daysLater(last.validThrough, last.graceDays)) return [{ periodIndex, occasion: 'lapsed', daysLeft: 0 }];
  if (today > last.validThrough) return [{ periodIndex, occasion: 'expired', daysLeft: 0 }];
  const nearest = Math.min(...noticeDays.filter((days) => daysLater(last.validThrough, -days) <= today));
  return Number.isFinite(nearest) ? [{ periodIndex, occasion: `days_${nearest}`, daysLeft: nearest }] : [];
}
