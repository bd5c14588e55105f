import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { ParticipantService } from '../../enrolment/enrolments/participant.service.js';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import type { AdvisorDto } from './learning-plan.dto.js';
import { LearningPlan } from './learning-plan.entity.js';
import { advisorsOf, possibleAdvisors } from './learning-plan.queries.js';
import type { AdvisorState } from './learning-plan.rules.js';
import { LearningPlanService, requireOpen } from './learning-plan.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import type { SeenPlan } from './learning-plan.presenter.js';

/** The person whom a learner asks to walk beside them: named by the learner, and only with their own yes. */
@Injectable()
export class AdvisorService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly plans: LearningPlanService,
    private readonly participants: ParticipantService,
  ) {}

  /** Facilitators of my runs, and coordinators. */
  async possible({ personId }: Pick<Actor, 'personId'>): Promise<AdvisorDto[]> {
    return this.database.rows<AdvisorDto>(possibleAdvisors, [
      personId,
      await this.participants.facilitatorsOf(personId),
    ]);
  }

  /** Ids of those who advise this learner now. */
  async of(learnerId: string): Promise<string[]> {
    return (await this.database.rows<{ advisorId: string }>(advisorsOf, [learnerId])).map(({ advisorId }) => advisorId);
  }

  /** Whether this advisor stands so to the plan, for a message that says so. */
  async isAdvisedBy(tx: Tx, planId: string, advisorId: string, state: AdvisorState): Promise<boolean> {
    return await tx.existsBy(LearningPlan, { id: planId, advisorId, advisorState: state, state: Not('closed') });
  }

  /**
   * Asks somebody; who advised before does no more. Whoever was asked already stays as they are. 422 `advisor_unknown`
   * for anybody whom I cannot ask, whoever it is.
   */
  async name(actor: Actor, planId: string, expected: number, advisorId: string): Promise<string> {
    const possible = await this.possible(actor);
    return this.database.command(actor, async (tx) => {
      const plan = await this.plans.lockOwnPlan(tx, actor, planId, expected);
      requireOpen(plan);
      if (!possible.some(({ id }) => id === advisorId)) throw refuse(outcomesRefusals.advisor_unknown);
      if (plan.advisorId === advisorId && ['asked', 'accepted'].includes(plan.advisorState)) return planId;
      await tx.update(LearningPlan, { id: planId }, { advisorId, advisorState: 'asked' });
      await this.events.record(tx, actor, {
        type: 'learning_plan.advisor_asked',
        subjectId: planId,
        refs: { advisorId },
      });
      return planId;
    });
  }

  /** From now on they see nothing of it. */
  dismiss(actor: Actor, planId: string, expected: number): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { advisorId } = await this.plans.lockOwnPlan(tx, actor, planId, expected);
      if (advisorId === null) return planId;
      await tx.update(LearningPlan, { id: planId }, { advisorId: null, advisorState: 'none' });
      await this.events.record(tx, actor, { type: 'learning_plan.advisor_dismissed', subjectId: planId });
      return planId;
    });
  }

  /** Says yes. 403 for anybody who was not asked, 409 `advising_answered`. */
  accept(actor: Actor, planId: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const plan = await this.lockPlanAsAdvisor(tx, actor, planId);
      if (!plan.asked) throw refuse(outcomesRefusals.advising_answered);
      await tx.update(LearningPlan, { id: planId }, { advisorState: 'accepted' });
      await this.events.record(tx, actor, {
        type: 'learning_plan.advisor_accepted',
        subjectId: planId,
        personId: plan.personId,
      });
      return planId;
    });
  }

  /** Says no, or not any more; no reason is asked for. 409 `advising_answered` for who has said so. */
  async decline(actor: Actor, planId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { personId } = await this.lockPlanAsAdvisor(tx, actor, planId);
      await tx.update(LearningPlan, { id: planId }, { advisorState: 'declined' });
      await this.events.record(tx, actor, { type: 'learning_plan.advisor_declined', subjectId: planId, personId });
      return planId;
    });
  }

  private async lockPlanAsAdvisor(tx: Tx, actor: Actor, planId: string): Promise<SeenPlan> {
    const plan = await this.plans.lockPlan(tx, actor, planId);
    if (plan.advisorId !== actor.personId) throw refuse(platformRefusals.forbidden);
    if (plan.advisorState === 'declined') throw refuse(outcomesRefusals.advising_answered);
    requireOpen(plan);
    return plan;
  }
}
