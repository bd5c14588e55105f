import { spoken, textOf } from '../catalogues/catalogues.js';
import { toldTime } from './letters.js';
import type { PlannedDate, PlanNow } from './plans-now.js';

/** How a plan stands now, in lines for who is signed in: none of it leaves the service. Times in the zone of each place. */
export function planWords(plan: PlanNow, collegeZone: string): string {
  const { courseTitle: course, cancelled, dates, offeredUntil, bookingClosesAt, timeZone } = plan;
  if (cancelled) return textOf('plans.called_off', { course });
  const moment = (at: Date) => toldTime(at, timeZone, collegeZone);
  return [
    textOf('plans.now', { course }),
    ...dates.map((date) => dateWords(date, collegeZone)),
    ...(dates.some((date) => !date.cancelled) ? [] : [textOf('plans.no_date')]),
    ...(offeredUntil ? [textOf('plans.kept_until', { time: moment(offeredUntil) })] : []),
    ...(bookingClosesAt ? [textOf('plans.closes', { time: moment(bookingClosesAt) })] : []),
  ].join('\n');
}

function dateWords({ startsAt, endsAt, timeZone, place, online, cancelled }: PlannedDate, collegeZone: string): string {
  const values = { start: toldTime(startsAt, timeZone, collegeZone), end: toldHour(endsAt, timeZone) };
  if (cancelled) return textOf('plans.date_off', values);
  if (place === null) return textOf(online ? 'plans.date_online' : 'plans.date', values);
  return textOf(online ? 'plans.date_either' : 'plans.date_there', { ...values, place: place.replaceAll('\n', ', ') });
}

const toldHour = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(spoken.dates, { timeZone, hour: '2-digit', minute: '2-digit' }).format(instant);
