import { aDay, aMinute, anHour } from '../../platform/calendar.js';

/** How long after its use a refresh token may be shown again, because the answer was lost on the way. */
export const retrySeconds = 30;

export interface ShownToken {
  usedAt: Date | null;
  /** Whether the token that replaced it has been used itself. */
  successorUsed: boolean;
}

/**
 * What to do with a refresh token that somebody shows: a second use outside the short retry window ends the whole
 * sign-in.
 */
export function refreshVerdict(token: ShownToken, now: Date): 'rotate' | 'repeat' | 'end_sign_in' {
  if (token.usedAt === null) return 'rotate';
  const secondsAgo = (now.getTime() - token.usedAt.getTime()) / 1000;
  return !token.successorUsed && secondsAgo <= retrySeconds ? 'repeat' : 'end_sign_in';
}

const staffLife = { idle: anHour, atMost: 12 * anHour };
const learnerLife = { idle: 14 * aDay, atMost: 30 * aDay };

/** How long a sign-in lives, in milliseconds: staff see other people's records, so theirs is short. */
export const signInLife = (staff: boolean) => (staff ? staffLife : learnerLife);

/**
 * At a computer that others use too there is nothing to renew a sign-in with: it is over after a pause, and soon in any
 * case.
 */
export const sharedComputerLife = { idle: 15 * aMinute, atMost: anHour };
