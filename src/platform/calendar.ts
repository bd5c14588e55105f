import { Temporal } from 'temporal-polyfill';

// A day is written `YYYY-MM-DD`, so that days are compared as text. An instant is a `Date`.

/** The last day that is written with four digits of the year; what ends on it has no end. */
const lastDay = '9999-12-31';

/** The date on the wall at this instant in this zone. */
export const dateAt = (instant: Date, timeZone: string): string => zoned(instant, timeZone).toPlainDate().toString();

export const daysLater = (day: string, days: number): string =>
  new Date(Math.min(Date.parse(day) + days * aDay, Date.parse(lastDay))).toISOString().slice(0, 10);

export const dayAfter = (day: string): string => daysLater(day, 1);
export const dayBefore = (day: string): string => daysLater(day, -1);

/** The end of a shorter month where the day does not exist. */
export const monthsLater = (day: string, months: number): string =>
  written(Temporal.PlainDate.from(day).add({ months }));

/** The last day of a stretch of so many months that begins on this day. */
export const monthsThrough = (from: string, months: number): string =>
  written(Temporal.PlainDate.from(from).add({ months }).subtract({ days: 1 }));

/** The day on which so many working days have passed: weekends and closure days do not count. */
export function workingDaysLater(from: string, days: number, closed: ReadonlySet<string>): string {
  let day = Temporal.PlainDate.from(from);
  for (let left = days; left > 0;) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5 && !closed.has(day.toString())) left--;
  }
  return day.toString();
}

/** Whether RFC 3339 can write the instant in UTC: its years have four digits. */
export const hasFourDigitYear = (instant: Date): boolean =>
  instant.getUTCFullYear() > 0 && instant.getUTCFullYear() <= 9999;

export const aMinute = 60_000;
export const anHour = 60 * aMinute;
/** Twenty-four hours, whatever the clocks on the walls do meanwhile. */
export const aDay = 24 * anHour;

/** So many milliseconds later, as in `later(now, 3 * anHour)`; before it when they are negative. */
export const later = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds);

/** The last full hour. */
export const fullHour = (instant: Date): Date => new Date(instant.getTime() - (instant.getTime() % anHour));

const zoned = (instant: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
const written = (day: Temporal.PlainDate): string => (day.year > 9999 ? lastDay : day.toString());
