import { aDay, aMinute, later } from '../../platform/calendar.js';

/** Whether the join link is shown: from a little before the start until the end (I-14). */
export const joinWindow = (startsAt: Date, endsAt: Date, minutesBefore: number) => ({
  opensAt: later(startsAt, -minutesBefore * aMinute),
  closesAt: endsAt,
});

/**
 * When the facilitators of a run see its roster: some days before the first session until as many after the last
 * (BR-37).
 */
export const rosterWindow = (firstStart: Date, lastEnd: Date, days: number) => ({
  opensAt: later(firstStart, -days * aDay),
  closesAt: later(lastEnd, days * aDay),
});

export const isWithin = ({ opensAt, closesAt }: { opensAt: Date; closesAt: Date }, now: Date): boolean =>
  opensAt <= now && now <= closesAt;
