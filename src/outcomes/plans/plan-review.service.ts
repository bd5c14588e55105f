import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { IsNull } from 'typeorm';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import type { PlanReviewBody } from './learning-plan.dto.js';
import { LearningPlanReview } from './learning-plan.entity.js';
import { oneReview, type ReviewRow } from './learning-plan.queries.js';
import { LearningPlanService, requireOpen } from './learning-plan.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { SealedTextService, sealJson } from '../sealed-texts/sealed-text.service.js';
import { aboutReview } from './learning-plan.presenter.js';

/** Conversations about how it goes, recorded by the learner or the advisor and signed by each for themselves. */
@Injectable()
export class PlanReviewService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly sealedTexts: SealedTextService,
    private readonly plans: LearningPlanService,
  ) {}

  /** Answers the id of the plan. 409 `plan_not_agreed`, 422 `not_yet_happened`. */
  add(actor: Actor, planId: string, { heldOn, mode, note = null }: PlanReviewBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const plan = await this.plans.lockPlan(tx, actor, planId);
      if (plan.viewer !== 'learner' && plan.viewer !== 'advisor') throw refuse(platformRefusals.forbidden);
      requireOpen(plan);
      if (plan.state === 'draft') throw refuse(outcomesRefusals.plan_not_agreed);
      const { timeZone } = await this.college.current(tx);
      if (heldOn > dateAt(this.clock.now(), timeZone)) throw refuse(outcomesRefusals.not_yet_happened);
      if (plan.state === 'agreed') await this.plans.movePlan(tx, actor, plan, 'reviewing');
      const id = newId();
      const key = await this.sealedTexts.opening(plan.personId, plan.keyId);
      await tx.insert(LearningPlanReview, {
        id,
        planId,
        heldOn,
        mode,
        keyId: key.id,
        note: note === null ? null : sealJson(key, note, aboutReview(id)),
        recordedBy: actor.personId,
      });
      await this.events.record(tx, actor, {
        type: 'learning_plan.reviewed',
        subjectId: planId,
        personId: plan.personId,
        refs: { reviewId: id },
      });
      return planId;
    });
  }

  /** Signs for oneself, as the learner or the advisor. Answers the id of the plan; 409 `review_signed`. */
  sign(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const review = await row<ReviewRow>(tx, `${oneReview} for no key update of r`, [id]);
      if (!review) throw refuse(platformRefusals.not_found);
      const plan = await this.plans.seen(tx, actor, review.planId);
      if (!plan.parts.includes('reviews')) throw refuse(platformRefusals.not_found);
      if (plan.viewer !== 'learner' && plan.viewer !== 'advisor') throw refuse(platformRefusals.forbidden);
      const now = this.clock.now();
      const { affected } =
        plan.viewer === 'learner'
          ? await tx.update(LearningPlanReview, { id, learnerSignedAt: IsNull() }, { learnerSignedAt: now })
          : await tx.update(
              LearningPlanReview,
              { id, advisorSignedAt: IsNull() },
              { advisorSignedAt: now, advisorSignedBy: actor.personId },
            );
      if (affected === 0) throw refuse(outcomesRefusals.review_signed);
      await this.events.record(tx, actor, {
        type: 'learning_plan.review_signed',
        subjectId: plan.id,
        personId: plan.personId,
        refs: { reviewId: id },
      });
      return plan.id;
    });
  }
}
