import { aMinute, later } from '../../platform/calendar.js';

/** Whether the join link is shown: from a little before the start until the end (I-14). */
export const joinWindow = (startsAt: Date, endsAt: Date, minutesBefore: number) => ({
  opensAt: later(startsAt, -minutesBefore * aMinute),
  closesAt: endsAt,
});

export const isWithin = ({ opensAt, closesAt }: { opensAt: Date; closesAt: Date }, now: Date): boolean =>
  opensAt <= now && now <= closesAt;
