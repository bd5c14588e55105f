import { Injectable } from '@nestjs/common';
import type { Policy } from '../../college/policy.dto.js';
import { CollegeService } from '../../college/college.service.js';
import { automatic, type Doer } from '../../platform/actor.js';
import { fullHour } from '../../platform/calendar.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import type { PlaceWord } from '../../sessions/runs/run.rules.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { updateRows } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { type LockedRun, RunService } from '../../sessions/runs/run.service.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { keepPlacesTold, offerFirstInQueue, placesTold, queueOfRun } from '../enrolments/enrolment.queries.js';
import {
  type HeldOffer,
  judgeOffers,
  offerExpiry,
  offersEnd,
  type Outcome,
  type Places,
  placesAfter,
  settled,
} from './seat.rules.js';

/**
 * A run as it stands once it is settled: no offer stands that is over, and no place is free that somebody waits for and
 * could take.
 */
export interface SettledRun extends Places {
  run: LockedRun;
  /** The instant of the command, that of the locked run: nobody joins "earlier" than those before. */
  now: Date;
}

/** The places of a run at the last full hour. */
export interface Told extends Places {
  places: PlaceWord | null;
  offering: boolean;
}

/** What settling has to do. */
interface Plan {
  over: HeldOffer[];
  tooLong: HeldOffer[];
  /** No offer stands after this. */
  end: Date;
  toOffer: number;
  expiresAt: Date | null;
  after: Places;
}

/**
 * The places of runs. Whatever takes or frees one does so after `lockSeats`, under the lock of that run, and counts it
 * here.
 */
@Injectable()
export class RunSeatService {
  constructor(
    private readonly runs: RunService,
    private readonly college: CollegeService,
    private readonly events: Events,
  ) {}

  /** Every command on a run begins here: locks it (404 when unknown) and settles it. */
  async lockSeats(tx: Tx, doer: Doer, runId: string): Promise<SettledRun> {
    const run = await this.runs.lockRun(tx, runId);
    const places = { run, capacity: run.capacity, taken: run.placesTaken, waiting: false, now: run.now };
    await this.keepForTheHour(tx, places);
    await this.settle(tx, doer, places);
    return places;
  }

  /**
   * How the places stood at the last full hour, for those who do not run it (BR-211). Whether offers can be made now
   * follows from dates alone.
   */
  async told(tx: Tx, { run, now }: SettledRun): Promise<Told> {
    const told = await row<Omit<Told, 'offering'>>(tx, placesTold, [run.id, now]);
    if (!told) throw refuse(platformRefusals.not_found);
    const policy = await this.college.policy(tx);
    return { ...told, offering: offerExpiry(now, policy.offerHoldHours, endOf(run, policy, now)) !== null };
  }

  /**
   * The run as the next command would find it, without a lock and without writing: to say what would happen.
   * `offering`: whether those who wait could be offered a place now.
   */
  async look(tx: Tx, runId: string): Promise<SettledRun & { offering: boolean }> {
    const run = await this.runs.look(tx, runId);
    const places = { run, capacity: run.capacity, taken: run.placesTaken, waiting: false, now: run.now };
    const plan = await this.plan(tx, places);
    return { ...places, ...plan?.after, offering: plan?.expiresAt !== null };
  }

  /**
   * Ends offers that are over by date, then offers free places to those who wait, in order. Called again after a place
   * came free.
   */
  async settle(tx: Tx, doer: Doer, places: SettledRun): Promise<void> {
    const plan = await this.plan(tx, places);
    if (plan) {
      await this.endOffers(tx, doer, places, plan);
      await this.offerPlaces(tx, doer, places, plan);
    }
    this.count(places, plan?.after ?? { waiting: false });
  }

  /** Counts whoever was just seated or joined the queue, so that the next decision in this command sees them. */
  countIn(places: SettledRun, outcome: Outcome): void {
    this.count(places, placesAfter(outcome, places));
  }

  /** Counts a place that was given back; `settle` then offers it. */
  countOut(places: SettledRun): void {
    this.count(places, { taken: places.taken - 1 });
  }

  /** Before the first command of an hour changes anything: until the next one, this is what outsiders hear. */
  private async keepForTheHour(tx: Tx, { run, now }: SettledRun): Promise<void> {
    const hour = fullHour(now);
    if (run.toldFrom !== null && run.toldFrom >= hour) return;
    await changed(tx, keepPlacesTold, [run.id, hour]);
  }

  /** The one place where the count of a command changes. */
  private count(places: SettledRun, next: Partial<Places>): void {
    Object.assign(places, next);
  }

  /** Undefined in the ordinary case: nobody waits and no offer stands. */
  private async plan(tx: Tx, { run, capacity, taken, now }: SettledRun): Promise<Plan | undefined> {
    const found = await rows<HeldOffer & { waiting: number }>(tx, queueOfRun, [run.id, (capacity ?? 10_000) + 1]);
    if (found.length === 0) return undefined;
    const policy = await this.college.policy(tx);
    const end = endOf(run, policy, now);
    const offers = judgeOffers(
      found.filter(({ id }) => id !== null),
      now,
      end,
    );
    const expiresAt = run.state === 'open' ? offerExpiry(now, policy.offerHoldHours, end) : null;
    const { toOffer, ...after } = settled(
      { capacity, taken },
      { over: offers.over.length, queue: found[0]?.waiting ?? 0, offering: expiresAt !== null },
    );
    return { ...offers, end, toOffer, expiresAt, after };
  }

  private async endOffers(tx: Tx, doer: Doer, { run, now }: SettledRun, { over, tooLong, end }: Plan): Promise<void> {
    await this.shortenOffers(tx, doer, run, tooLong, end);
    if (over.length === 0) return;
    await changed(
      tx,
      `
        update enrolment
        set state = 'offer_expired', ended_at = least(offer_expires_at, $2)
        where id = any ($1) and state = 'offered'`,
      [over.map(({ id }) => id), now],
    );
    await this.events.record(
      tx,
      automatic(doer.call.requestId),
      ...over.map(({ id, personId }) => ({
        type: 'enrolment.offer_expired',
        subjectId: id,
        personId,
        from: 'offered',
        to: 'offer_expired',
        refs: { runId: run.id },
      })),
    );
  }

  /** Whoever has an offer hears of it when there is less time to answer, whatever took it (BR-180). */
  private async shortenOffers(tx: Tx, doer: Doer, run: LockedRun, tooLong: HeldOffer[], end: Date): Promise<void> {
    if (tooLong.length === 0) return;
    await updateRows(tx, Enrolment, { id: tooLong.map(({ id }) => id) }, { offerExpiresAt: end });
    const refs = { runId: run.id, changeSet: this.events.changeSetOf(tx), expiresAt: end.toISOString() };
    await this.events.record(
      tx,
      automatic(doer.call.requestId),
      ...tooLong.map(({ id, personId }) => ({
        type: 'enrolment.offer_shortened',
        subjectId: id,
        personId,
        refs,
      })),
    );
  }

  private async offerPlaces(tx: Tx, doer: Doer, { run, now }: SettledRun, { toOffer, expiresAt }: Plan): Promise<void> {
    if (toOffer === 0 || expiresAt === null) return;
    const offered = await rows<Pick<Enrolment, 'id' | 'personId'>>(tx, offerFirstInQueue, [
      run.id,
      toOffer,
      now,
      expiresAt,
    ]);
    // Whose step freed the place is nobody's business in the record of the next person.
    await this.events.record(
      tx,
      automatic(doer.call.requestId),
      ...offered.map(({ id, personId }) => ({
        type: 'enrolment.offered',
        subjectId: id,
        personId,
        from: 'waitlisted',
        to: 'offered',
        refs: { runId: run.id, expiresAt: expiresAt.toISOString() },
      })),
    );
  }
}

const endOf = (
  { starts, bookingClosesAt }: LockedRun,
  { offerLeadHours: leadHours, waitlistOfferWhileSessionsAhead: sessionsAhead }: Policy,
  now: Date,
): Date => offersEnd({ starts, bookingClosesAt, leadHours, sessionsAhead }, now);
