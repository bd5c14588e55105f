import { aMinute } from '../../platform/calendar.js';
import { refuse } from '../../platform/errors/refusal.js';
import { sessionsRefusals } from '../sessions.refusals.js';

export const occurrences = ['first', 'second'] as const;
/** Which of the two, when a clock that goes back shows a time twice. */
export type Occurrence = (typeof occurrences)[number];

/** What the database makes of a time on the wall; the same instant twice unless the clocks change there. */
export interface WallMoments {
  /** `YYYY-MM-DDTHH:MM` */
  local: string;
  earlier: Date;
  /** What the wall shows at that instant; another time where the clocks skip the one that was meant. */
  earlierLocal: string;
  later: Date;
  laterLocal: string;
}

/**
 * The instant at which a wall shows a time (BR-34). A time that the clocks skip is refused with the nearest ones that
 * exist (422 `local_time_skipped`), a time that they show twice unless `occurrence` says which (422
 * `local_time_repeated`).
 */
export function instantOn(
  { local, earlier, earlierLocal, later, laterLocal }: WallMoments,
  { occurrence, at }: { occurrence?: Occurrence; at?: readonly string[] } = {},
): Date {
  if (earlier.getTime() === later.getTime()) return earlier;
  const choices = [presentChoice(earlierLocal, earlier), presentChoice(laterLocal, later)];
  if (earlierLocal !== local)
    throw refuse(sessionsRefusals.local_time_skipped, { at, values: { local }, extensions: { choices } });
  if (occurrence === undefined)
    throw refuse(sessionsRefusals.local_time_repeated, { at, values: { local }, extensions: { choices } });
  return occurrence === 'first' ? earlier : later;
}

/** The same day at another time of day (`HH:MM`). */
export const atTime = (local: string, time: string): string => `${local.slice(0, 10)}T${time}`;

export const minutesBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / aMinute;

const presentChoice = (local: string, instant: Date) => ({
  local,
  offset: offsetOf(minutesBetween(instant, new Date(`${local}:00Z`))),
  instant: instant.toISOString(),
});

/** Minutes ahead of UTC as `+HH:MM`. */
function offsetOf(minutes: number): string {
  const clock = new Date(Math.abs(minutes) * aMinute).toISOString().slice(11, 16);
  return `${minutes < 0 ? '-' : '+'}${clock}`;
}

/** Both, as a session has them; 422 where the end does not come after the start. */
export function startsBeforeEnd(
  startsAt: Date | undefined,
  endsAt: Date | undefined,
): { startsAt: Date; endsAt: Date } {
  if (!startsAt || !endsAt || startsAt >= endsAt) throw refuse(sessionsRefusals.session_ends_before_start);
  return { startsAt, endsAt };
}
