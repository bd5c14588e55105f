export const termStates = ['draft', 'announced', 'booking_open', 'running', 'closed'] as const;
export type TermState = (typeof termStates)[number];

export interface TermDates {
  prospectusOpensAt: Date;
  bookingOpensAt: Date;
  startsOn: string;
  endsOn: string;
}

/** Where a term stands; its dates alone decide. `today` is the date at the college. */
export function termState(
  { prospectusOpensAt, bookingOpensAt, startsOn, endsOn }: TermDates,
  now: Date,
  today: string,
): TermState {
  if (today > endsOn) return 'closed';
  if (today >= startsOn) return 'running';
  if (now >= bookingOpensAt) return 'booking_open';
  return now >= prospectusOpensAt ? 'announced' : 'draft';
}
