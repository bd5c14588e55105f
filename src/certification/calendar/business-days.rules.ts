import { Temporal } from 'temporal-polyfill';

/** The day on which so many business days have passed: weekends and closure days do not count. */
export function businessDaysLater(from: string, days: number, closed: ReadonlySet<string>): string {
  let day = Temporal.PlainDate.from(from);
  for (let left = days; left > 0;) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5 && !closed.has(day.toString())) left--;
  }
  return day.toString();
}
