import { Injectable } from '@nestjs/common';
import { refuseAfterCard, refuseEarlier } from '../../platform/access/after-card.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { attainmentOf } from './attainment.rules.js';
import { goalDto } from './goal.presenter.js';
import type {
  LearningPlanBody,
  LearningPlanChange,
  LearningPlanDto,
  LearningPlanQuery,
  LearningPlanSummaryDto,
} from './learning-plan.dto.js';
import { LearningPlan } from './learning-plan.entity.js';
import {
  type GoalRow,
  goalsOfPlan,
  listedPlans,
  onePlan,
  type PlanRow,
  type ReviewRow,
  reviewsOfPlan,
} from './learning-plan.queries.js';
import {
  counts,
  partsFor,
  planMoves,
  type PlanState,
  type PlanViewer,
  stageOf,
  viewerOf,
} from './learning-plan.rules.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { SealedTextService, sealJson } from '../sealed-texts/sealed-text.service.js';
import { aboutAims, aimsOf, reviewDto, canDo, type SeenPlan } from './learning-plan.presenter.js';

/** Learning plans: they belong to the learner, who alone writes them and says who reads what (BR-69 to BR-72). */
@Injectable()
export class LearningPlanService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly sealedTexts: SealedTextService,
  ) {}

  /** 409 `plan_open_already`. */
  async make(actor: Actor, { aims, chime = [] }: LearningPlanBody): Promise<string> {
    const key = await this.sealedTexts.of(actor.personId);
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await tx.insert(LearningPlan, {
        id,
        personId: actor.personId,
        keyId: key.id,
        aims: sealJson(key, { aims, chime }, aboutAims(id)),
        madeAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'learning_plan.made', subjectId: id });
      return id;
    });
  }

  change(actor: Actor, id: string, expected: number, wish: LearningPlanChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const plan = await this.lockOwnPlan(tx, actor, id, expected);
      requireOpen(plan);
      const key = await this.sealedTexts.opening(plan.personId, plan.keyId);
      const next = { ...aimsOf(plan, key), ...wish };
      await tx.update(LearningPlan, { id }, { aims: sealJson(key, next, aboutAims(id)) });
      await this.events.record(tx, actor, { type: 'learning_plan.changed', subjectId: id });
      return id;
    });
  }

  /** The learner says: this is my plan. */
  agree(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      await this.movePlan(tx, actor, await this.lockOwnPlan(tx, actor, id), 'agreed');
      await tx.update(LearningPlan, { id }, { agreedAt: this.clock.now() });
      return id;
    });
  }

  /** Ends the plan; it stays to be read and taken along, and nothing is deleted (BR-72). */
  close(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const plan = await this.lockOwnPlan(tx, actor, id);
      const to = transition(planMoves, plan.state, 'closed');
      await tx.update(LearningPlan, { id }, { state: to, closedAt: this.clock.now() });
      await this.events.record(tx, actor, { type: 'learning_plan.moved', subjectId: id, from: plan.state, to });
      return id;
    });
  }

  /** What this person may see of the plan; 404 when that is nothing (BR-71). */
  async one(actor: Actor, id: string): Promise<LearningPlanDto> {
    return this.database.transaction(async (tx) => this.presentPlan(tx, await this.seen(tx, actor, id)));
  }

  /** Mine; or those in which I have another part. The newest first. */
  async list(
    actor: Actor,
    { limit, cursor, as = 'learner' }: LearningPlanQuery,
  ): Promise<Page<LearningPlanSummaryDto>> {
    if (as === 'administrator' && !is(actor, 'administrator')) throw refuse(platformRefusals.forbidden);
    const scope = { list: 'learning-plans', as };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    if (as !== 'learner') refuseAfterCard(actor);
    const page = [actor.personId, before, limit + 1];
    const found = await this.database.rows<PlanRow>(
      listedPlans[as],
      as === 'learner' ? [...page, actor.afterCard?.since ?? null] : page,
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      ({ id, personId, state, ...plan }) => ({
        id,
        personId,
        state,
        seenAs: viewer(actor, { personId, state, ...plan }) ?? 'administrator',
      }),
    );
  }

  /**
   * As whom this person sees the plan, and which parts; 404 for everybody else. 403 `closed_after_card` for what was begun
   * before the card of this sign-in was used, and for plans of others (BR-188).
   */
  async seen(tx: Tx, actor: Actor, id: string): Promise<SeenPlan> {
    const plan = await row<PlanRow>(tx, onePlan, [actor.personId, id]);
    const seenAs = plan && viewer(actor, plan);
    if (!plan || !seenAs) throw refuse(platformRefusals.not_found);
    refuseEarlier(actor, seenAs === 'learner' ? plan.madeAt : null);
    const asked = plan.advisorId === actor.personId && plan.advisorState === 'asked' && plan.state !== 'closed';
    return { ...plan, viewer: seenAs, parts: partsFor(seenAs, plan.sharedParts), asked };
  }

  /** The same, locked. */
  async lockPlan(tx: Tx, actor: Actor, id: string): Promise<SeenPlan> {
    await tx.findOne(LearningPlan, { select: { id: true }, where: { id }, lock: { mode: 'for_no_key_update' } });
    return this.seen(tx, actor, id);
  }

  /** A plan of mine, locked; 403 for somebody who sees it, 404 for everybody else, 412 when it has changed. */
  async lockOwnPlan(tx: Tx, actor: Actor, id: string, expected?: number): Promise<SeenPlan> {
    const plan = await this.lockPlan(tx, actor, id);
    if (plan.viewer !== 'learner') throw refuse(platformRefusals.forbidden);
    if (expected !== undefined && plan.version !== expected) throw stale(plan.version);
    return plan;
  }

  async movePlan(tx: Tx, actor: Actor, { id, personId, state }: PlanRow, wanted: PlanState): Promise<void> {
    const to = transition(planMoves, state, wanted);
    await tx.update(LearningPlan, { id }, { state: to });
    await this.events.record(tx, actor, { type: 'learning_plan.moved', subjectId: id, personId, from: state, to });
  }

  private async presentPlan(tx: Tx, plan: SeenPlan): Promise<LearningPlanDto> {
    const { id, personId, state, viewer: seenAs, parts, version } = plan;
    const key = parts.length > 0 ? await this.sealedTexts.opening(personId, plan.keyId) : undefined;
    const aims = key && parts.includes('aims') ? aimsOf(plan, key) : null;
    const goals = key && parts.includes('goals') ? await rows<GoalRow>(tx, goalsOfPlan, [id]) : null;
    const reviews = key && parts.includes('reviews') ? await rows<ReviewRow>(tx, reviewsOfPlan, [id]) : null;
    const named = seenAs !== 'reader' && seenAs !== 'administrator' && plan.advisorId !== null;
    return {
      id,
      personId,
      state,
      seenAs,
      version,
      aims: aims?.aims ?? null,
      chime: aims?.chime ?? null,
      advisor: named ? { id: plan.advisorId ?? '', chosenName: plan.advisorName, state: plan.advisorState } : null,
      goals: key && goals ? goals.map((goal) => goalDto(goal, key, plan)) : null,
      attainment: goals && attainmentOf(goals.filter((goal) => counts(goal.state))),
      reviews: key && reviews ? reviews.map((review) => reviewDto(review, key)) : null,
      stage: goals && reviews ? stageOf(goals, reviews.length) : null,
      can: canDo(plan),
    };
  }
}

const viewer = (
  actor: Actor,
  {
    personId,
    advisorId,
    advisorState,
    sharedParts,
    state,
  }: Pick<PlanRow, 'personId' | 'advisorId' | 'advisorState' | 'sharedParts' | 'state'>,
): PlanViewer | undefined =>
  viewerOf(
    { id: actor.personId, isAdministrator: is(actor, 'administrator') },
    { learnerId: personId, advisorId, advisorState, sharedParts, closed: state === 'closed' },
  );

/** 409 `plan_closed`. */
export function requireOpen({ state }: PlanRow): void {
  if (state === 'closed') throw refuse(outcomesRefusals.plan_closed);
}
