import { Policy } from '../../college/policy.dto.js';
import type { LockedRun } from '../../sessions/runs/run.service.js';
import { type HeldOffer, judgeOffers, offerExpiry, offersEnd, type Places, settled } from './seat.rules.js';

/**
 * A run as it stands once it is settled: no offer stands that is over, and no place is free that somebody waits for and
 * could take.
 */
export interface SettledRun extends Places {
  run: LockedRun;
  /** The instant of the command, that of the locked run: nobody joins "earlier" than those before. */
  now: Date;
  policy: Policy;
  /** Nobody waited and no offer stood when the run was locked. */
  quiet: boolean;
}

/** As `queueOfRun` reads it. */
export interface Queue {
  offers: (Pick<HeldOffer, 'id' | 'personId'> & { expiresAt: string })[];
  queue: number;
  policy: Partial<Policy>;
}

/** What settling has to do. */
export interface Plan {
  over: HeldOffer[];
  tooLong: HeldOffer[];
  /** No offer stands after this. */
  end: Date;
  toOffer: number;
  expiresAt: Date | null;
  after: Places;
}

/** As they stand before they are settled. */
export const placesOf = (run: LockedRun, { offers, queue, policy }: Queue): SettledRun => ({
  run,
  capacity: run.capacity,
  taken: run.placesTaken,
  waiting: false,
  now: run.now,
  policy: { ...new Policy(), ...policy },
  quiet: offers.length === 0 && queue === 0,
});

/** Undefined in the ordinary case: nobody waits and no offer stands. */
export function planOf(places: SettledRun, { offers, queue }: Queue): Plan | undefined {
  if (offers.length === 0 && queue === 0) return undefined;
  const { capacity, taken, now } = places;
  const end = endOf(places);
  const judged = judgeOffers(
    offers.map((offer) => ({ ...offer, expiresAt: new Date(offer.expiresAt) })),
    now,
    end,
  );
  const expiresAt = places.run.state === 'open' ? expiryOf(places) : null;
  const { toOffer, ...after } = settled(
    { capacity, taken },
    { over: judged.over.length, queue, offering: expiresAt !== null },
  );
  return { ...judged, end, toOffer, expiresAt, after };
}

/** When an offer made now would end; null when it could not be answered in time any more. */
export const expiryOf = (places: SettledRun): Date | null =>
  offerExpiry(places.now, places.policy.offerHoldHours, endOf(places));

const endOf = ({ run, policy, now }: SettledRun): Date =>
  offersEnd(
    {
      starts: run.starts,
      bookingClosesAt: run.bookingClosesAt,
      leadHours: policy.offerLeadHours,
      sessionsAhead: policy.waitlistOfferWhileSessionsAhead,
    },
    now,
  );
