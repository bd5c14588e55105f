import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type { GoalBody, GoalChange, GoalDto } from './goal.dto.js';
import { aboutGoal, goalDto, type GoalWords, wordsOf } from './goal.presenter.js';
import { LearningGoal } from './learning-goal.entity.js';
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
      await tx.insert(LearningGoal, {
        id,
        planId,
        personId: plan.personId,
        state: own ? 'active' : 'proposed',
        weight,
        baselineLevel,
        currentLevel: baselineLevel,
        keyId: key.id,
        words: sealJson(key, words, aboutGoal(id)),
        proposedBy: actor.personId,
        proposedAt: this.clock.now(),
        acceptedBy: own ? actor.personId : null,
        acceptedAt: own ? this.clock.now() : null,
      });
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
        ...rest
      } = wish;
      const words = sealJson(key, { ...wordsOf(goal, key), ...rest }, aboutGoal(id));
      await tx.update(LearningGoal, { id }, { weight, baselineLevel, currentLevel, words });
      await this.events.record(tx, actor, { type: 'learning_goal.changed', subjectId: id });
      return id;
    });
  }

  /**
   * Moves a goal of mine: accepts a proposal or leaves it, or says how the goal ended. 403 for anybody else (BR-69).
   */
  moveGoal(actor: Actor, id: string, wanted: GoalState): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { state, personId } = await this.lockOwnGoal(tx, actor, id);
      const to = transition(goalMoves, state, wanted);
      const now = this.clock.now();
      await tx.update(
        LearningGoal,
        { id },
        to === 'active'
          ? { state: to, acceptedBy: personId, acceptedAt: now, endedAt: null }
          : { state: to, endedAt: now },
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
    await tx.findOne(LearningGoal, { select: { id: true }, where: { id }, lock: { mode: 'for_no_key_update' } });
    const goal = await this.find(tx, actor, id);
    if (goal.plan.viewer !== 'learner') throw refuse(platformRefusals.forbidden);
    requireOpen(goal.plan);
    return goal;
  }

  /** 404 for somebody who does not see the goals of the plan. */
  private async find(tx: Tx, actor: Actor, id: string): Promise<Found> {
    const goal = await row<GoalRow>(tx, oneGoal, [id]);
    if (!goal) throw refuse(platformRefusals.not_found);
    const plan = await this.plans.seen(tx, actor, goal.planId);
    if (!plan.parts.includes('goals')) throw refuse(platformRefusals.not_found);
    return { ...goal, plan };
  }
}
