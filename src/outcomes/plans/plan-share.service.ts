import { Injectable } from '@nestjs/common';
import { ParticipantService } from '../../enrolment/enrolments/participant.service.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import type { PlanShareBody, PlanShareDto } from './learning-plan.dto.js';
import { LearningPlan, LearningPlanShare } from './learning-plan.entity.js';
import { LearningPlanService } from './learning-plan.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { Endings } from '../../platform/endings/endings.js';

/**
 * Parts of a plan that its learner shows to a facilitator of a run of theirs (BR-71). It ends when the two have nothing
 * to do with each other any more.
 */
@Injectable()
export class PlanShareService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly endings: Endings,
    private readonly clock: Clock,
    private readonly plans: LearningPlanService,
    private readonly participants: ParticipantService,
  ) {}

  /**
   * Sets what this reader sees. 422 `reader_unknown` for anybody else than facilitators of runs of mine, whoever it is.
   */
  async set(actor: Actor, planId: string, readerId: string, { parts }: PlanShareBody): Promise<void> {
    const facilitators = await this.participants.facilitatorsOf(actor.personId);
    await this.database.command(actor, async (tx) => {
      await this.plans.lockOwnPlan(tx, actor, planId);
      if (!facilitators.includes(readerId) || readerId === actor.personId)
        throw refuse(outcomesRefusals.reader_unknown);
      const before = await tx.findOneBy(LearningPlanShare, { planId, readerId });
      if (before?.parts.some((part) => !parts.includes(part))) this.endings.note(tx, 'plan_share_ended', planId);
      await changed(
        tx,
        `
          insert into learning_plan_share (plan_id, reader_id, parts, shared_at)
          values ($1, $2, $3, $4)
          on conflict (plan_id, reader_id)
          do update set parts = excluded.parts, shared_at = excluded.shared_at`,
        [planId, readerId, parts, this.clock.now()],
      );
      return planId;
    });
  }

  async end(actor: Actor, planId: string, readerId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      await this.plans.lockOwnPlan(tx, actor, planId);
      const { affected } = await tx.delete(LearningPlanShare, { planId, readerId });
      if (affected === 0) throw refuse(platformRefusals.not_found);
      this.endings.note(tx, 'plan_share_ended', planId);
      return planId;
    });
  }

  /** Nobody but the learner sees anything of their plans any more, and nobody advises them (BR-192). */
  async endAll(tx: Tx, doer: Doer, personId: string): Promise<void> {
    await changed(
      tx,
      'delete from learning_plan_share where plan_id in (select id from learning_plan where person_id = $1)',
      [personId],
    );
    const dismissed = await rows<Pick<LearningPlan, 'id'>>(
      tx,
      `
        update learning_plan p
        set advisor_id = null, advisor_state = 'none'
        where p.person_id = $1 and p.advisor_state <> 'none'
        returning ${columnsOf(LearningPlan, 'p', 'id')}`,
      [personId],
    );
    await this.events.record(
      tx,
      doer,
      ...dismissed.map(({ id }) => ({ type: 'learning_plan.advisor_dismissed', subjectId: id, personId })),
    );
  }

  /** With whom I share; at most 200. */
  list(actor: Actor, planId: string): Promise<PlanShareDto[]> {
    return this.database.transaction(async (tx: Tx) => {
      await this.plans.lockOwnPlan(tx, actor, planId);
      return rows<PlanShareDto>(
        tx,
        `
          select ${columnsOf(LearningPlanShare, 's', 'readerId', 'parts')}, ${instant('s.shared_at')} as "sharedAt"
          from learning_plan_share s
          where s.plan_id = $1
          order by s.shared_at, s.reader_id
          limit 200`,
        [planId],
      );
    });
  }
}
