import { Injectable } from '@nestjs/common';
import { type Actor, automatic, type Doer } from '../../platform/actor.js';
import { fullHour } from '../../platform/calendar.js';
import { lockPeopleSql } from '../../people/account/person.sql.js';
import type { PlaceWord } from '../../sessions/runs/run.rules.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { updateRows } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { facilitatesSql } from '../../sessions/facilitators/facilitation.sql.js';
import { type LockedRun, RunService } from '../../sessions/runs/run.service.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { keepPlacesTold, offerFirstInQueue, placesTold, queueOfRun } from '../enrolments/enrolment.queries.js';
import { type HeldOffer, type Outcome, type Places, placesAfter } from './seat.rules.js';
import { expiryOf, placesOf, type Plan, planOf, type Queue, type SettledRun } from './settled-run.js';

/** What would be found, and what the person who asks hears of it. */
export interface SeenRun extends SettledRun {
  /** Whether those who wait could be offered a place now; it follows from dates alone. */
  offering: boolean;
  /** Whether they run it, or help to: to others the run is told as it was at the last full hour (BR-211). */
  hearsNumbers: boolean;
  told: Told;
}

/** The places of a run at the last full hour. */
export interface Told extends Places {
  places: PlaceWord | null;
}

/**
 * The places of runs. Whatever takes or frees one does so after `lockSeats`, under the lock of that run, and counts it
 * here.
 */
@Injectable()
export class RunSeatService {
  constructor(
    private readonly runs: RunService,
    private readonly events: Events,
  ) {}

  /**
   * Every command on a run begins here: locks it (404 when unknown), and the people after it whose limits it is going to
   * judge, and settles it.
   */
  async lockSeats(tx: Tx, doer: Doer, runId: string, people: readonly string[] = []): Promise<SettledRun> {
    const found = await this.runs.lockRun<Queue>(tx, runId, queueAndPeople, people);
    const places = placesOf(found, found);
    await this.keepForTheHour(tx, places);
    await this.settleBy(tx, doer, places, found);
    return places;
  }

  /** The run as the next command would find it, without a lock and without writing: to say what would happen. */
  async look(tx: Tx, actor: Actor, runId: string): Promise<SeenRun> {
    const found = await this.runs.look<Queue & { told: Told; facilitates: boolean }>(
      tx,
      runId,
      queueAndTold,
      actor.personId,
    );
    const places = placesOf(found, found);
    return {
      ...places,
      ...planOf(places, found)?.after,
      offering: expiryOf(places) !== null,
      hearsNumbers: this.runs.hearsNumbers(actor, found),
      told: found.told,
    };
  }

  /**
   * Ends offers that are over by date, then offers free places to those who wait, in order. Called again after a place
   * came free.
   */
  async settle(tx: Tx, doer: Doer, places: SettledRun): Promise<void> {
    if (places.quiet && !places.waiting) return;
    const found = await row<Queue>(tx, queueAgain, [places.run.id]);
    if (found) await this.settleBy(tx, doer, places, found);
  }

  private async settleBy(tx: Tx, doer: Doer, places: SettledRun, found: Queue): Promise<void> {
    const plan = planOf(places, found);
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

const queueAndPeople = `${queueOfRun('run_now')}, ${lockPeopleSql('$3')} as people`;
const queueAndTold = `
  ${queueOfRun('run_now')}, ${placesTold('run_now')} as told,
  ${facilitatesSql('$3', 'run_now.id')} as facilitates`;
const queueAgain = `select ${queueOfRun('run_now')} from run run_now where run_now.id = $1`;
