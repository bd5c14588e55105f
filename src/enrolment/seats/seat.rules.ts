import { anHour, later } from '../../platform/calendar.js';

/** The places of a run, as counted under its lock. */
export interface Places {
  /** Null: as many as come. */
  readonly capacity: number | null;
  /** Confirmed and held by an offer. */
  readonly taken: number;
  /** Whether anybody waits. */
  readonly waiting: boolean;
}

/** Places that nobody has and nobody is offered; never negative (I-11). */
export const freePlaces = ({ capacity, taken }: Places): number =>
  capacity === null ? Infinity : Math.max(0, capacity - taken);

/**
 * Whether somebody who asks now gets a place: only if one is free and nobody waits for it (BR-48, I-08). Enrolling,
 * approving, transferring and bulk enrolling all ask here.
 */
export const toSeat = (places: Places): 'confirmed' | 'waitlisted' =>
  !places.waiting && freePlaces(places) > 0 ? 'confirmed' : 'waitlisted';

export const outcomes = ['confirmed', 'waitlisted', 'requested'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * What enrolling leads to: where a run asks for approval, a learner's own wish waits for it; a booking by staff is
 * approved already.
 */
export const outcomeOf = (places: Places, approvalNeeded: boolean, byStaff: boolean): Outcome =>
  approvalNeeded && !byStaff ? 'requested' : toSeat(places);

/** The places after somebody was seated or joined the queue. */
export function placesAfter(outcome: Outcome, places: Places): Pick<Places, 'taken' | 'waiting'> {
  return {
    taken: places.taken + (outcome === 'confirmed' ? 1 : 0),
    waiting: places.waiting || outcome === 'waitlisted',
  };
}

/** What bounds the offers of a run in time. */
export interface OfferWindow {
  firstStart: Date | null;
  bookingClosesAt: Date | null;
  leadHours: number;
}

/**
 * After this instant no offer may stand: the lead before the start, or the end of booking (BR-50, I-09). Null: no
 * bound.
 */
export function offersEnd({ firstStart, bookingClosesAt, leadHours }: OfferWindow): Date | null {
  const ends = [firstStart && hoursAfter(firstStart, -leadHours), bookingClosesAt].filter((end) => end !== null);
  return ends.length === 0 ? null : new Date(Math.min(...ends.map(Number)));
}

/** When an offer written now expires; null when it could not be answered in time any more (BR-50, 52). */
export function offerExpiry(now: Date, holdHours: number, end: Date | null): Date | null {
  if (end !== null && end <= now) return null;
  const held = hoursAfter(now, holdHours);
  return end !== null && end < held ? end : held;
}

/**
 * How settling leaves the places: offers that are over give theirs back, and whoever waits is offered what is free,
 * while offers can be made.
 */
export function settled(
  places: Omit<Places, 'waiting'>,
  { over, queue, offering }: { over: number; queue: number; offering: boolean },
): Places & { toOffer: number } {
  const taken = places.taken - over;
  const toOffer = offering ? Math.min(queue, freePlaces({ ...places, taken, waiting: queue > 0 })) : 0;
  return { capacity: places.capacity, taken: taken + toOffer, waiting: queue > toOffer, toOffer };
}

export interface HeldOffer {
  id: string;
  personId: string;
  expiresAt: Date;
}

/** Which held offers are over, and which must end sooner because the run's dates moved. */
export function judgeOffers(
  offers: readonly HeldOffer[],
  now: Date,
  end: Date | null,
): { over: HeldOffer[]; tooLong: HeldOffer[] } {
  const isOver = ({ expiresAt }: HeldOffer) => expiresAt <= now || (end !== null && end <= now);
  return {
    over: offers.filter(isOver),
    tooLong: offers.filter((offer) => !isOver(offer) && end !== null && offer.expiresAt > end),
  };
}

/** A withdrawal shortly before the start is noted, and means nothing else (BR-54). */
export const isLateNotice = (now: Date, firstStart: Date | null, lateHours: number): boolean =>
  firstStart !== null && now < firstStart && hoursAfter(now, lateHours) > firstStart;

const hoursAfter = (instant: Date, hours: number): Date => later(instant, hours * anHour);
