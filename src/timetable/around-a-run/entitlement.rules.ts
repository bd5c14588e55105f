const minute = 60_000;
const day = 24 * 60 * minute;

/** Whether the join link is shown: from a little before the start until the end (I-14). */
export const joinWindow = (startsAt: Date, endsAt: Date, minutesBefore: number) => ({
  opensAt: new Date(startsAt.getTime() - minutesBefore * minute),
  closesAt: endsAt,
});

/**
 * When the facilitators of a run see its roster: some days before the first session until as many after the last
 * (BR-37).
 */
export const rosterWindow = (firstStart: Date, lastEnd: Date, days: number) => ({
  opensAt: new Date(firstStart.getTime() - days * day),
  closesAt: new Date(lastEnd.getTime() + days * day),
});

export const isWithin = ({ opensAt, closesAt }: { opensAt: Date; closesAt: Date }, now: Date): boolean =>
  opensAt <= now && now <= closesAt;
