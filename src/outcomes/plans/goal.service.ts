import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type { GoalBody, GoalChange, GoalDto } from './goal.dto.js';
import { aboutGoal, goalDto, type GoalWords, wordsOf } from './goal.presenter.js';
import { type GoalRow, oneGoal } from './learning-plan.queries.js';
import { goalMoves, type GoalState } from './learning-plan.rules.js';
import { LearningPlanService, requireOpen } from './learning-plan.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { SealedTextService, sealJson } from '../sealed-texts/sealed-text.service.js';
import type { SeenPlan } from './learning-plan.presenter.js';

type Found = GoalRow & { plan: SeenPlan };

/** Goals: only the learner sets one; others may propose words for it (BR-69). */
@Injectable()
export class GoalService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly sealedTexts: SealedTextService,
    private readonly plans: LearningPlanService,
  ) {}

  /** The learner's own is active at once; that of anybody else who sees the goals is a proposal. */
  add(
    actor: Actor,
    planId: string,
    { statement, chime = null, weight = 1, baselineLevel = null, descriptors = null }: GoalBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const plan = await this.plans.lockPlan(tx, actor, planId);
      if (!plan.parts.includes('goals')) throw refuse(platformRefusals.forbidden);
      requireOpen(plan);
      const own = plan.viewer === 'learner';
      const id = newId();
      const key = await this.sealedTexts.opening(plan.personId, plan.keyId);
      const words: GoalWords = { statement, chime, descriptors };
      await changed(
        tx,
        `
          insert into learning_goal (
            id, plan_id, person_id, state, weight, baseline_level, current_level, key_id, words, proposed_by,
            proposed_at, accepted_by, accepted_at
          )
          values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12)`,
        [
          id,
          planId,
          plan.personId,
          own ? 'active' : 'proposed',
          weight,
          baselineLevel,
          key.id,
          sealJson(key, words, aboutGoal(id)),
          actor.personId,
          this.clock.now(),
          own ? actor.personId : null,
          own ? this.clock.now() : null,
        ],
      );
      await this.events.record(tx, actor, {
        type: own ? 'learning_goal.set' : 'learning_goal.proposed',
        subjectId: id,
        personId: plan.personId,
      });
      return id;
    });
  }

  /** 403 for anybody but the learner, 409 `goal_not_active`, 412. */
  change(actor: Actor, id: string, expected: number, wish: GoalChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const goal = await this.lockOwnGoal(tx, actor, id);
      if (goal.version !== expected) throw stale(goal.version);
      if (goal.state !== 'active') throw refuse(outcomesRefusals.goal_not_active);
      const key = await this.sealedTexts.opening(goal.personId, goal.keyId);
      const {
        weight = goal.weight,
        baselineLevel = goal.baselineLevel,
        currentLevel = goal.currentLevel,
        ...words
      } = wish;
      await changed(
        tx,
        'update learning_goal set weight = $2, baseline_level = $3, current_level = $4, words = $5 where id = $1',
        [id, weight, baselineLevel, currentLevel, sealJson(key, { ...wordsOf(goal, key), ...words }, aboutGoal(id))],
      );
      await this.events.record(tx, actor, { type: 'learning_goal.changed', subjectId: id });
      return id;
    });
  }

  /**
   * Moves a goal of mine: accepts a proposal or leaves it, or says how the goal ended. 403 for anybody else (BR-69).
   */
  moveGoal(actor: Actor, id: string, wanted: GoalState): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { state } = await this.lockOwnGoal(tx, actor, id);
      const to = transition(goalMoves, state, wanted);
      await changed(
        tx,
        `
          update learning_goal
          set state = $2::text, accepted_by = case when $2 = 'active' then person_id else accepted_by end,
            accepted_at = case when $2 = 'active' then $3 else accepted_at end,
            ended_at = case when $2 = 'active' then null else $3::timestamptz end
          where id = $1`,
        [id, to, this.clock.now()],
      );
      await this.events.record(tx, actor, { type: 'learning_goal.moved', subjectId: id, from: state, to });
      return id;
    });
  }

  async one(actor: Actor, id: string): Promise<GoalDto> {
    return this.database.transaction(async (tx) => {
      const goal = await this.find(tx, actor, id);
      return goalDto(goal, await this.sealedTexts.opening(goal.personId, goal.keyId), goal.plan);
    });
  }

  /** Locked, for its learner; 403 for somebody who sees it. */
  private async lockOwnGoal(tx: Tx, actor: Actor, id: string): Promise<Found> {
    await changed(tx, 'select from learning_goal where id = $1 for no key update', [id]);
    const goal = await this.find(tx, actor, id);
    if (goal.plan.viewer !== 'learner') throw refuse(platformRefusals.forbidden);
    requireOpen(goal.plan);
    return goal;
  }

  /** 404 for somebody who does not see the goals of the plan. */
  private async find(tx: Tx, actor: Actor, id: string): Promise<Found> {
    const goal = await row<GoalRow & Record<string, unknown>>(tx, oneGoal, [id]);
    if (!goal) throw refuse(platformRefusals.not_found);
    const plan = await this.plans.seen(tx, actor, goal.planId);
    if (!plan.parts.includes('goals')) throw refuse(platformRefusals.not_found);
    return { ...goal, plan };
  }
}
