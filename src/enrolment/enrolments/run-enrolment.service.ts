import { Injectable } from '@nestjs/common';
import { automatic, type Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, findRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { Enrolment } from './enrolment.entity.js';
import { isNext } from './enrolment.queries.js';
import { type EnrolmentState, isGivenUp, liveStates, type SteppingBack } from './enrolment.rules.js';
import { hasPlaceSql, isOnRunSql } from './enrolment.sql.js';
import { EnrolmentService } from './enrolment.service.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import type { RunState } from '../../sessions/runs/run.rules.js';
import { isFacilitatingPartSql } from '../../sessions/facilitators/facilitation.sql.js';

/** Somebody who has a place. */
export interface Participant {
  enrolmentId: string;
  personId: string;
  confirmedAt: Date;
}

/** What other modules ask of the enrolments of a run, and what happens to them together. */
@Injectable()
export class RunEnrolmentService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly seats: RunSeatService,
    private readonly enrolments: EnrolmentService,
    private readonly clock: Clock,
  ) {}

  /**
   * Asked whenever places or dates of a run may have changed (`run.capacity`): ends offers that no longer stand and
   * offers what came free.
   */
  async settle(tx: Tx, runId: string, doer: Doer): Promise<void> {
    await this.seats.lockSeats(tx, doer, runId);
  }

  /**
   * The college cancels the run (`run.cancellation`): everybody who waits, asks or still has a place, because
   * no register tells how it ended for them, is told by the event of their own enrolment.
   */
  async cancelByCollege(tx: Tx, runId: string, doer: Doer): Promise<void> {
    const ended = await rows<Pick<Enrolment, 'id' | 'personId'> & { from: EnrolmentState }>(
      tx,
      `
        update enrolment e
        set state = 'cancelled_by_college', ended_at = greatest($2, (select r.turn_at from run r where r.id = $1))
        from (
          select id, state
          from enrolment
          where run_id = $1 and state in ('requested', 'waitlisted', 'offered', 'confirmed')
          for no key update
        ) before
        where e.id = before.id
        returning ${columnsOf(Enrolment, 'e', 'id', 'personId')}, before.state as "from"`,
      [runId, this.clock.now()],
    );
    await this.events.record(
      tx,
      doer,
      ...ended.map(({ id, personId, from }) => ({
        type: 'enrolment.cancelled_by_college',
        subjectId: id,
        personId,
        from,
        to: 'cancelled_by_college',
        refs: { runId },
      })),
    );
  }

  /**
   * Guards a part on a run, offered or accepted: whoever has or waits for a place there only watches. 422
   * `learns_on_this_run`.
   */
  async refuseLearner(tx: Tx, assignmentId: string): Promise<void> {
    const learns = await row(
      tx,
      `
        select
        from facilitator_assignment a
        join enrolment e on e.run_id = a.run_id and e.person_id = a.person_id
        where a.id = $1 and ${isFacilitatingPartSql('a')} and ${isOnRunSql('e.state')}
        limit 1`,
      [assignmentId],
    );
    if (learns) throw refuse(enrolmentRefusals.learns_on_this_run);
  }

  /** Everybody who has a place, whatever came of it, in the order in which they got it. */
  async confirmedOn(tx: Tx, runId: string): Promise<Participant[]> {
    return rows<Participant>(
      tx,
      `
        select e.id as "enrolmentId", ${columnsOf(Enrolment, 'e', 'personId', 'confirmedAt')}
        from enrolment e
        where run_id = $1 and ${hasPlaceSql('state')}
        order by confirmed_at, id`,
      [runId],
    );
  }

  /** The same, for whoever has no transaction. */
  learnersOf(runId: string): Promise<Participant[]> {
    return this.database.transaction((tx) => this.confirmedOn(tx, runId));
  }

  /** Everybody for whom the run has ended, whether they completed it or not. */
  concludedOn(runId: string): Promise<{ enrolmentId: string; personId: string }[]> {
    return this.database.rows<{ enrolmentId: string; personId: string }>(
      `
        select e.id as "enrolmentId", ${columnsOf(Enrolment, 'e', 'personId')}
        from enrolment e
        where run_id = $1 and state in ('completed', 'not_completed')
        order by person_id`,
      [runId],
    );
  }

  /** This person's place on this run, if they have one. */
  async ofPerson(tx: Tx, runId: string, personId: string): Promise<Participant | undefined> {
    return row<Participant>(
      tx,
      `
        select e.id as "enrolmentId", ${columnsOf(Enrolment, 'e', 'personId', 'confirmedAt')}
        from enrolment e
        where run_id = $1 and person_id = $2 and ${hasPlaceSql('state')}
        order by confirmed_at desc
        limit 1`,
      [runId, personId],
    );
  }

  /** Whether this person has a place on the run; nobody has one on no run. */
  async hasPlace(tx: Tx, runId: string | undefined, personId: string): Promise<boolean> {
    return runId !== undefined && (await this.ofPerson(tx, runId, personId)) !== undefined;
  }

  /** Whether an enrolment is in this state now. */
  async isIn(tx: Tx, enrolmentId: string, state: EnrolmentState): Promise<boolean> {
    return (await findRow(tx, Enrolment, { id: enrolmentId, state }, ['id'])) !== undefined;
  }

  /** How it ended for somebody who had a place; said anew when attendance was corrected. */
  async conclude(tx: Tx, doer: Doer, enrolmentId: string, to: 'completed' | 'not_completed'): Promise<void> {
    const enrolment = await this.enrolments.underLock(tx, enrolmentId);
    if (enrolment.state === to) return;
    await this.enrolments.moveEnrolment(tx, doer, enrolment, to, { endedAt: this.clock.now() });
  }

  /**
   * Ends what this person waits for or has, as far as whoever steps back so gives it up; each place is offered to the
   * next person.
   */
  async leaveAll(tx: Tx, doer: Doer, personId: string, how: SteppingBack): Promise<void> {
    const live = await rows<Pick<Enrolment, 'id' | 'runId'>>(
      tx,
      `
        select ${columnsOf(Enrolment, 'e', 'id', 'runId')}
        from enrolment e
        where person_id = $1 and state = any ($2)
        order by run_id`,
      [personId, liveStates],
    );
    for (const { id, runId } of live) {
      const places = await this.seats.lockSeats(tx, doer, runId);
      const enrolment = await this.enrolments.underLock(tx, id);
      if (isGivenUp(enrolment.state, how, places.run, places.now))
        await this.enrolments.giveBack(tx, doer, places, enrolment);
    }
  }

  /** Guards a pause or a leaving: 409 `changed_meanwhile` when somebody was enrolled beside it. */
  async refuseWhatBegan(tx: Tx, personId: string, how: SteppingBack): Promise<void> {
    const live = await rows<Pick<Enrolment, 'state'> & { runState: RunState; lastEnd: Date | null }>(
      tx,
      `
        select e.state, r.state as "runState",
          (select max(s.ends_at) from session s where s.run_id = r.id and s.state <> 'cancelled') as "lastEnd"
        from enrolment e
        join run r on r.id = e.run_id
        where e.person_id = $1 and e.state = any ($2)`,
      [personId, liveStates],
    );
    const now = this.clock.now();
    if (live.some(({ state, runState, lastEnd }) => isGivenUp(state, how, { state: runState, lastEnd }, now)))
      throw refuse(platformRefusals.changed_meanwhile);
  }

  /**
   * Tidies up after offers that ended by date, and offers what stayed free until a session had begun, run by run.
   * Nothing depends on it but how soon the next person is asked.
   */
  @Every('* * * * *', 'settle-offers')
  async settleDue(): Promise<void> {
    const due = await this.database.rows<Pick<Enrolment, 'runId'>>(
      `
        select ${columnsOf(Enrolment, 'e', 'runId')}
        from enrolment e
        where e.state = 'offered' and e.offer_expires_at <= $1
        union
        select ${columnsOf(Enrolment, 'e', 'runId')}
        from enrolment e
        join run r on r.id = e.run_id
        where ${isNext}
          and r.state = 'open'
          and (r.capacity is null or r.places_taken < r.capacity)
          and last_offer(r.id, $1) > $1`,
      [this.clock.now()],
    );
    for (const { runId } of due) await this.database.transaction((tx) => this.settle(tx, runId, automatic(newId())));
  }
}
