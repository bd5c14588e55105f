import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { alteration, findRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { transition } from '../../platform/states/state-table.js';
import { refusalFor, unmetWhenTaking } from '../eligibility/eligibility.rules.js';
import { Enrolment } from './enrolment.entity.js';
import { booksForOthers, maySee } from './enrolment.policy.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { enrolmentMoves, type EnrolmentState, type ReleaseReason, takesPlace } from './enrolment.rules.js';
import { LearnerFactsService } from '../eligibility/learner-facts.service.js';
import { isLateNotice, type Outcome, toSeat } from '../seats/seat.rules.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import type { SettledRun } from '../seats/settled-run.js';

/** An enrolment as a command finds it, after its run was locked and settled. */
export type LockedEnrolment = Pick<Enrolment, (typeof lockedColumns)[number]>;

const lockedColumns = ['id', 'runId', 'personId', 'state', 'confirmedAt', 'version'] as const;

/** What a move writes beside the state. */
export type Traces = Partial<
  Pick<Enrolment, 'confirmedAt' | 'endedAt' | 'lateNotice' | 'releaseReason' | 'transferredTo'>
>;

/** What happens to an enrolment after it began: withdrawing, answering an offer, being approved, being released. */
@Injectable()
export class EnrolmentService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly seats: RunSeatService,
    private readonly learners: LearnerFactsService,
  ) {}

  /**
   * Gives the place back, or leaves the queue: no reason is asked, nothing is lost, and the next person is offered the
   * place at once (BR-53, 54).
   */
  withdraw(actor: Actor, id: string): Promise<string> {
    return this.database.command(
      actor,
      async (tx) => {
        const { places, enrolment } = await this.lockEnrolment(tx, actor, id);
        this.requireRunning(places);
        await this.giveBack(tx, actor, places, enrolment);
        return id;
      },
      { plannedOnce: true },
    );
  }

  /**
   * Turns an offer into a place. 409 `offer_expired` once its time is over; the limits of the term and of time are
   * judged now (BR-46, 47, 52).
   */
  acceptOffer(actor: Actor, id: string, timeClashConfirmed: boolean): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { places, enrolment } = await this.lockEnrolment(tx, actor, id);
      if (enrolment.state === 'offer_expired') throw refuse(enrolmentRefusals.offer_expired);
      const to = transition(enrolmentMoves, enrolment.state, 'confirmed');
      await this.requireFit(tx, places, enrolment.personId, 'confirmed', timeClashConfirmed);
      await this.moveEnrolment(tx, actor, enrolment, to, { confirmedAt: places.now });
      return id;
    });
  }

  /** Lets the next person have the offered place. */
  declineOffer(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { places, enrolment } = await this.lockEnrolment(tx, actor, id);
      if (enrolment.state === 'offer_expired') throw refuse(enrolmentRefusals.offer_expired);
      await this.endEnrolment(tx, actor, places, enrolment, 'offer_declined');
      return id;
    });
  }

  /**
   * Approves or declines a request. Who is approved gets a place by the same rule as everybody, or waits since the day
   * they asked (I-02, I-07). 422 `own_record` for one's own.
   */
  decideRequest(actor: Actor, id: string, approved: boolean): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { places, enrolment } = await this.lockEnrolment(tx, actor, id);
      if (!booksForOthers(actor)) throw refuse(platformRefusals.forbidden);
      refuseOwnRecord(actor, enrolment.personId);
      this.requireRunning(places);
      if (enrolment.state !== 'requested') throw refuse(enrolmentRefusals.not_requested);
      if (!approved) {
        await this.endEnrolment(tx, actor, places, enrolment, 'declined');
        return id;
      }
      const to = toSeat(places);
      if (to === 'waitlisted' && !places.run.waitlistOn) throw refuse(enrolmentRefusals.run_full);
      await this.requireFit(tx, places, enrolment.personId, to, true);
      await this.moveEnrolment(tx, actor, enrolment, to, to === 'confirmed' ? { confirmedAt: places.now } : {});
      this.seats.countIn(places, to);
      return id;
    });
  }

  /**
   * Gives somebody's place to the next person. Only a named person decides this, with a reason code, after asking the
   * person (BR-56, 58): guards of other modules may refuse. 422 `own_record` for one's own.
   */
  release(actor: Actor, id: string, releaseReason: ReleaseReason): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { places, enrolment } = await this.lockEnrolment(tx, actor, id);
      if (!booksForOthers(actor)) throw refuse(platformRefusals.forbidden);
      refuseOwnRecord(actor, enrolment.personId);
      this.requireRunning(places);
      transition(enrolmentMoves, enrolment.state, 'released');
      await this.events.checkBefore(tx, 'enrolment.release', id, actor);
      await this.endEnrolment(tx, actor, places, enrolment, 'released', { releaseReason });
      return id;
    });
  }

  /** The enrolment under the locks of its run and its learner. 404 unless the actor may see it. */
  async lockEnrolment(tx: Tx, actor: Actor, id: string): Promise<{ places: SettledRun; enrolment: LockedEnrolment }> {
    const known = await findRow(tx, Enrolment, { id }, ['runId', 'personId']);
    if (!known || !maySee(actor, known)) throw refuse(platformRefusals.not_found);
    const places = await this.seats.lockSeats(tx, actor, known.runId, [known.personId]);
    return { places, enrolment: await this.underLock(tx, id) };
  }

  /** The learner's own withdrawal, of one enrolment or of all: whether it was late is noted with it (BR-54). */
  async giveBack(tx: Tx, doer: Doer, places: SettledRun, enrolment: LockedEnrolment): Promise<void> {
    const lateNotice = enrolment.state === 'confirmed' && this.isLate(places, enrolment);
    await this.endEnrolment(tx, doer, places, enrolment, 'withdrawn', { lateNotice });
  }

  /** Ends an enrolment; a place that comes free is offered in the same transaction. */
  async endEnrolment(
    tx: Tx,
    doer: Doer,
    places: SettledRun,
    enrolment: LockedEnrolment,
    to: EnrolmentState,
    traces: Traces = {},
  ): Promise<void> {
    await this.moveEnrolment(tx, doer, enrolment, to, { ...traces, endedAt: places.now });
    if (takesPlace(enrolment.state)) this.seats.countOut(places);
    await this.seats.settle(tx, doer, places);
  }

  /**
   * Every change of state goes through here: allowed by the table, guarded by the state that was read, and recorded.
   */
  async moveEnrolment(
    tx: Tx,
    doer: Doer,
    enrolment: LockedEnrolment,
    to: EnrolmentState,
    traces: Traces,
  ): Promise<void> {
    transition(enrolmentMoves, enrolment.state, to);
    const moved = alteration(
      Enrolment,
      { id: enrolment.id, state: enrolment.state },
      { state: to, lateNotice: false, releaseReason: null, transferredTo: null, ...traces },
    );
    const touched = await this.events.recordWith(tx, doer, moved, {
      type: `enrolment.${traces.transferredTo ? 'transferred' : to}`,
      subjectId: enrolment.id,
      personId: enrolment.personId,
      from: enrolment.state,
      to,
      refs: {
        runId: enrolment.runId,
        ...(traces.transferredTo && { transferredTo: traces.transferredTo }),
        ...(traces.releaseReason && { reason: traces.releaseReason }),
      },
    });
    if (touched !== 1) throw refuse(platformRefusals.changed_meanwhile);
  }

  /** 409 once the run has ended or was cancelled. */
  requireRunning({ run: { state } }: SettledRun): void {
    if (state === 'finished') throw refuse(enrolmentRefusals.run_over);
    if (state === 'cancelled') throw refuse(enrolmentRefusals.run_cancelled);
  }

  /** The enrolment as it stands now; its run has to be locked. */
  async underLock(tx: Tx, id: string): Promise<LockedEnrolment> {
    const found = await findRow(tx, Enrolment, { id }, lockedColumns);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  private async requireFit(
    tx: Tx,
    places: SettledRun,
    personId: string,
    outcome: Outcome,
    timeClashConfirmed: boolean,
  ): Promise<void> {
    const facts = (await this.learners.facts(tx, places, [personId])).get(personId);
    if (!facts) throw refuse(platformRefusals.not_found);
    const [first, ...others] = unmetWhenTaking(places.run, facts, {
      now: places.now,
      outcome,
      timeClashConfirmed,
    });
    if (first) throw refusalFor([first, ...others]);
  }

  /**
   * Within the notice, unless a session moved since the place was confirmed: then leaving is free at any time (BR-32,
   * 54).
   */
  private isLate({ run, now, policy }: SettledRun, { confirmedAt }: LockedEnrolment): boolean {
    if (run.movedFarAt !== null && confirmedAt !== null && run.movedFarAt >= confirmedAt) return false;
    return isLateNotice(now, run.firstStart, policy.lateNoticeHours);
  }
}
