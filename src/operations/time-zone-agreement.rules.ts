import { Temporal } from 'temporal-polyfill';
import { aDay, aMinute, dateAt, later } from '../platform/calendar.js';

/** Minutes ahead of UTC day by day, as the database has them; none where it does not know the zone. */
export interface ZoneOffsets {
  timeZone: string;
  offsets: (number | null)[];
}

/** The first day from `from` on for which this runtime has another offset, or does not know the zone; undefined for none. */
export function firstDifference({ timeZone, offsets }: ZoneOffsets, from: Date): string | undefined {
  const differs = offsets.findIndex((offset, days) => offset !== offsetHere(later(from, days * aDay), timeZone));
  return differs < 0 ? undefined : dateAt(later(from, differs * aDay), 'UTC');
}

function offsetHere(instant: Date, timeZone: string): number | undefined {
  try {
    const there = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
    return there.offsetNanoseconds / 1_000_000 / aMinute;
  } catch {
    return undefined;
  }
}
