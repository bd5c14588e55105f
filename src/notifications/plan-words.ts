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

function dateWords(date: PlannedDate, collegeZone: string): string {
  const start = toldTime(date.startsAt, date.timeZone, collegeZone);
  const end = toldHour(date.endsAt, date.timeZone);
  const place = date.place?.replaceAll('\n', ', ');
  if (date.cancelled) return textOf('plans.date_off', { start, end });
  if (place === undefined)
    return date.online ? textOf('plans.date_online', { start, end }) : textOf('plans.date', { start, end });
  return date.online
    ? textOf('plans.date_either', { start, end, place })
    : textOf('plans.date_there', { start, end, place });
}

const toldHour = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(spoken.dates, { timeZone, hour: '2-digit', minute: '2-digit' }).format(instant);
