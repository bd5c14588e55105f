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
  /** When the sessions begin that are not cancelled, in order. */
  starts: readonly Date[];
  bookingClosesAt: Date | null;
  leadHours: number;
  /** How many sessions, the next one among them, have to be ahead once the run has begun. */
  sessionsAhead: number;
}

/**
 * After this instant no offer may stand: the lead before the next session that somebody can still join with, or the end
 * of booking (BR-50, BR-183, I-09). Past, when there is no such session any more, or none at all.
 */
export function offersEnd({ starts, bookingClosesAt, leadHours, sessionsAhead }: OfferWindow, now: Date): Date {
  const joinable = starts.slice(0, Math.max(1, starts.length - sessionsAhead + 1));
  const next = joinable.find((start) => start > now) ?? joinable.at(-1);
  const end = next === undefined ? new Date(0) : hoursAfter(next, -leadHours);
  return bookingClosesAt !== null && bookingClosesAt < end ? bookingClosesAt : end;
}

/** When an offer written now expires; null when it could not be answered in time any more (BR-50, 52). */
export function offerExpiry(now: Date, holdHours: number, end: Date): Date | null {
  if (end <= now) return null;
  const held = hoursAfter(now, holdHours);
  return end < held ? end : held;
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
  end: Date,
): { over: HeldOffer[]; tooLong: HeldOffer[] } {
  const isOver = ({ expiresAt }: HeldOffer) => expiresAt <= now || end <= now;
  return {
    over: offers.filter(isOver),
    tooLong: offers.filter((offer) => !isOver(offer) && offer.expiresAt > end),
  };
}

/** A withdrawal shortly before the start is noted, and means nothing else (BR-54). */
export const isLateNotice = (now: Date, firstStart: Date | null, lateHours: number): boolean =>
  firstStart !== null && now < firstStart && hoursAfter(now, lateHours) > firstStart;

const hoursAfter = (instant: Date, hours: number): Date => later(instant, hours * anHour);
