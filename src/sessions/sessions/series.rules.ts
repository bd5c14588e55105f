import { daysLater } from '../../platform/calendar.js';

/** No series looks further ahead than this, however many days are closed. */
const furthestWeeks = 160;

/**
 * The days of a weekly rhythm from `firstDate` on, leaving out days on which the college is closed; at most `count`.
 */
export function seriesDays(
  firstDate: string,
  count: number,
  everyWeeks: number,
  closed: ReadonlySet<string>,
): string[] {
  const days: string[] = [];
  for (let weeks = 0; days.length < count && weeks <= furthestWeeks; weeks += everyWeeks) {
    const day = daysLater(firstDate, weeks * 7);
    if (!closed.has(day)) days.push(day);
  }
  return days;
}
