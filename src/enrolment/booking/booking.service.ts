import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { insertion } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { type Decision, decideBooking } from './booking.rules.js';
import { refusalFor } from '../eligibility/eligibility.rules.js';
import type { EnrolBody } from '../enrolments/enrolment.dto.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { mayBook, sourceOf } from '../enrolments/enrolment.policy.js';
import type { EnrolmentSource } from '../enrolments/enrolment.rules.js';
import { LearnerFactsService } from '../eligibility/learner-facts.service.js';
import type { Outcome } from '../seats/seat.rules.js';
import { RunSeatService } from '../seats/run-seat.service.js';
import type { SettledRun } from '../seats/settled-run.js';
import { QueuePerRun } from './queue-per-run.js';

export interface Newcomer {
  personId: string;
  outcome: Outcome;
}

/** Enrolling on a run: by oneself, or by a coordinator for somebody who called (BR-40 to BR-48, BR-65). */
@Injectable()
export class BookingService {
  private readonly turns = new QueuePerRun();

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly seats: RunSeatService,
    private readonly learners: LearnerFactsService,
  ) {}

  /**
   * Gives a place, or the next position in the queue, or notes the request where the run asks for approval. Refuses
   * with the first rule that is not met, and lists all others.
   */
  async enrol(actor: Actor, runId: string, wish: EnrolBody): Promise<string> {
    const personId = wish.personId ?? actor.personId;
    const source = sourceOf(actor, personId, wish.source);
    if (!source) throw refuse(platformRefusals.forbidden);
    return this.turns.runInTurn(runId, () =>
      this.database.command(
        actor,
        async (tx) => {
          const places = await this.seats.lockSeats(tx, actor, runId, [personId]);
          if (!mayBook(actor, places.run.state)) throw refuse(platformRefusals.not_found);
          const [decision] = await this.decide(tx, places, [personId], source, {
            timeClashConfirmed: wish.confirmTimeClash,
          });
          if (!decision || 'refused' in decision)
            throw decision ? refusalFor(decision.refused) : refuse(platformRefusals.not_found);
          const [id = ''] = await this.join(tx, actor, places, source, [decision]);
          return id;
        },
        { plannedOnce: true },
      ),
    );
  }

  /**
   * Reads what the rules need of these people and decides. A command has locked them with the run; without a lock it
   * only says what would happen.
   */
  async decide(
    tx: Tx,
    places: SettledRun,
    personIds: readonly string[],
    source: EnrolmentSource,
    { timeClashConfirmed = false, leaving }: { timeClashConfirmed?: boolean; leaving?: string } = {},
  ): Promise<Decision[]> {
    const factsOf = await this.learners.facts(tx, places, personIds, leaving);
    return decideBooking(places.run, places, personIds, factsOf, {
      now: places.now,
      byStaff: source !== 'self',
      timeClashConfirmed,
    });
  }

  /** Writes what was decided: the only place where an enrolment begins. Answers the ids in the same order. */
  async join(
    tx: Tx,
    doer: Doer,
    places: SettledRun,
    source: EnrolmentSource,
    newcomers: readonly Newcomer[],
  ): Promise<string[]> {
    // Ids rise, so that people who join in the same instant keep their order.
    const joined = newcomers.map(({ personId, outcome }) => ({
      id: newId(),
      runId: places.run.id,
      personId,
      state: outcome,
      source,
      bookedBy: source === 'self' ? null : doer.personId,
      joinedAt: places.now,
      confirmedAt: outcome === 'confirmed' ? places.now : null,
    }));
    for (const { outcome } of newcomers) this.seats.countIn(places, outcome);
    await this.events.recordWith(
      tx,
      doer,
      insertion(Enrolment, joined),
      ...joined.map(({ id, personId, state }) => ({
        type: `enrolment.${state}`,
        subjectId: id,
        personId,
        to: state,
        refs: { runId: places.run.id, source },
      })),
    );
    return joined.map(({ id }) => id);
  }
}
