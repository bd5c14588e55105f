import { Injectable } from '@nestjs/common';
import { College } from '../college/college.service.js';
import { automatic, type Doer } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { changed, rows, type Tx } from '../platform/database/sql.js';
import { Events } from '../platform/events/events.js';
import { type LockedRun, Runs } from '../sessions/run.service.js';
import { freePlaces, type HeldOffer, judgeOffers, offerExpiry, offersEnd, type Places } from './place.rules.js';

/** A run under its lock, settled: no offer stands that is over, and no place is free that somebody waits for and could take. */
export interface SettledRun extends Places {
  run: LockedRun;
  /** The instant at which everything in this command happens; read after the lock was granted, so that nobody joins "earlier" than those before. */
  now: Date;
}

/** The places of runs. Whatever takes or frees one does so between `lock` and `settle`, under the lock of that run. */
@Injectable()
export class RunPlaces {
  constructor(
    private readonly runs: Runs,
    private readonly college: College,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Every command on a run begins here: locks it (404 when unknown) and settles it. */
  async lock(tx: Tx, doer: Doer, runId: string): Promise<SettledRun> {
    const run = await this.runs.lock(tx, runId);
    const places: SettledRun = { run, capacity: run.capacity, taken: run.placesTaken, waiting: false, now: this.clock.now() };
    await this.settle(tx, doer, places);
    return places;
  }

  /** Ends offers that are over by date, then offers free places to those who wait, in order. Called again after a place came free. */
  async settle(tx: Tx, doer: Doer, places: SettledRun): Promise<void> {
    const { run, now } = places;
    const queue = await rows<HeldOffer & { state: 'offered' | 'waitlisted' }>(tx, queueSql, [run.id]);
    places.waiting = queue.some(({ state }) => state === 'waitlisted');
    if (queue.length === 0) return;
    const { offerHoldHours, offerLeadHours } = await this.college.policy(tx);
    const end = offersEnd({ ...run, leadHours: offerLeadHours });
    await this.endOffers(tx, doer, places, queue.filter(({ state }) => state === 'offered'), end);
    const expiresAt = run.state === 'open' ? offerExpiry(now, offerHoldHours, end) : null;
    if (expiresAt !== null) await this.offerFreePlaces(tx, doer, places, expiresAt);
  }

  private async endOffers(tx: Tx, doer: Doer, places: SettledRun, offers: readonly HeldOffer[], end: Date | null): Promise<void> {
    const { over, tooLong } = judgeOffers(offers, places.now, end);
    if (tooLong.length > 0) await changed(tx, 'update enrolment set offer_expires_at = $2 where id = any ($1)', [idsOf(tooLong), end]);
    if (over.length === 0) return;
    await changed(
      tx,
      `update enrolment set state = 'offer_expired', ended_at = least(offer_expires_at, $2) where id = any ($1) and state = 'offered'`,
      [idsOf(over), places.now],
    );
    places.taken -= over.length;
    await this.events.record(
      tx,
      automatic(doer.call.requestId),
      ...over.map(({ id, personId }) => ({ type: 'enrolment.offer_expired', subjectId: id, personId, from: 'offered', to: 'offer_expired', refs: { runId: places.run.id } })),
    );
  }

  private async offerFreePlaces(tx: Tx, doer: Doer, places: SettledRun, expiresAt: Date): Promise<void> {
    const free = freePlaces(places);
    if (free === 0 || !places.waiting) return;
    const offered = await rows<{ id: string; personId: string }>(tx, offerSql, [places.run.id, Number.isFinite(free) ? free : null, places.now, expiresAt]);
    places.taken += offered.length;
    places.waiting = offered.length === free;
    // Whose step freed the place is nobody's business in the record of the next person.
    await this.events.record(
      tx,
      automatic(doer.call.requestId),
      ...offered.map(({ id, personId }) => ({
        type: 'enrolment.offered', subjectId: id, personId, from: 'waitlisted', to: 'offered', refs: { runId: places.run.id, expiresAt: expiresAt.toISOString() },
      })),
    );
  }
}

const idsOf = (offers: readonly HeldOffer[]): string[] => offers.map(({ id }) => id);

/** The open offers, and the head of the queue. */
const queueSql = `
  (select id, person_id as "personId", offer_expires_at as "expiresAt", state from enrolment where run_id = $1 and state = 'offered')
  union all
  (select id, person_id, null, state from enrolment where run_id = $1 and state = 'waitlisted' limit 1)`;

/** The total order of the queue: tier, then who joined first, then the id (BR-49, I-07). Plain ORDER BY under the lock, so nobody is overtaken. */
const offerSql = `
  update enrolment set state = 'offered', offered_at = $3, offer_expires_at = $4
   where id in (select id from enrolment where run_id = $1 and state = 'waitlisted' order by priority_tier, joined_at, id limit $2)
  returning id, person_id as "personId"`;
