import { Temporal } from 'temporal-polyfill';
import { aMinute } from '../../platform/calendar.js';
import { refuse } from '../../platform/errors/refusal.js';
import { sessionsRefusals } from '../sessions.refusals.js';

export const occurrences = ['first', 'second'] as const;
/** Which of the two, when a clock that goes back shows a time twice. */
export type Occurrence = (typeof occurrences)[number];

/** A time on the wall: `YYYY-MM-DDTHH:MM` in an IANA zone. This is the truth; the instant is derived from it. */
export interface WallTime {
  local: string;
  timeZone: string;
  occurrence?: Occurrence;
}

/**
 * The instant at which a wall shows this time (BR-34). A time that the clocks skip is refused with the nearest ones
 * that exist (422 `local_time_skipped`), a time that they show twice unless `occurrence` says which (422
 * `local_time_repeated`).
 */
export function instantOf({ local, timeZone, occurrence }: WallTime): Date {
  const plain = Temporal.PlainDateTime.from(local);
  const earlier = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (Temporal.ZonedDateTime.compare(earlier, later) === 0) return new Date(earlier.epochMilliseconds);
  const choices = [earlier, later].map(presentChoice);
  if (!earlier.toPlainDateTime().equals(plain))
    throw refuse(sessionsRefusals.local_time_skipped, { values: { local }, extensions: { choices } });
  if (occurrence === undefined)
    throw refuse(sessionsRefusals.local_time_repeated, { values: { local }, extensions: { choices } });
  return new Date((occurrence === 'first' ? earlier : later).epochMilliseconds);
}

/** The same day at another time of day (`HH:MM`). */
export const atTime = (local: string, time: string): string => `${dateOf(local)}T${time}`;

export const dateOf = (local: string): string => local.slice(0, 10);
export const timeOf = (local: string): string => local.slice(11, 16);

/** What a wall in this zone shows at an instant, `YYYY-MM-DDTHH:MM`. */
export const wallAt = (instant: Date, timeZone: string): string =>
  written(Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDateTime());

export const minutesBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / aMinute;

const written = (plain: Temporal.PlainDateTime): string => plain.toString({ smallestUnit: 'minute' });

const presentChoice = (zoned: Temporal.ZonedDateTime) => ({
  local: written(zoned.toPlainDateTime()),
  offset: zoned.offset,
  instant: new Date(zoned.epochMilliseconds).toISOString(),
});

/** The instants of a session's wall times; the end has to come after the start. */
export function instantsOf({
  localStart,
  localEnd,
  startOccurrence,
  endOccurrence,
  timeZone,
}: {
  localStart: string;
  localEnd: string;
  startOccurrence?: Occurrence;
  endOccurrence?: Occurrence;
  timeZone: string;
}) {
  const startsAt = instantOf({ local: localStart, timeZone, occurrence: startOccurrence });
  const endsAt = instantOf({ local: localEnd, timeZone, occurrence: endOccurrence });
  if (startsAt >= endsAt) throw refuse(sessionsRefusals.session_ends_before_start);
  return { startsAt, endsAt };
}
