import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { deleteRows, updateRows } from '../../platform/database/tables.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { LearningPlan, LearningPlanShare } from './learning-plan.entity.js';

/** What a learner showed and ended, no restore shows again (BR-191). */
@Injectable()
export class PlanReplayService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whom it was shown to is not in the log, so nobody sees any of it until it is shared again. */
  @Replays('plan_share_ended')
  endShares(planIds: string[]): Promise<void> {
    return this.say((tx) => deleteRows(tx, LearningPlanShare, { planId: planIds }));
  }

  /** Whoever is asked replaces who advised before. */
  @Replays('plan_advisor_ended', {
    'learning_plan.advisor_dismissed': 'subject',
    'learning_plan.advisor_asked': 'subject',
  })
  dismissAgain(planIds: string[]): Promise<void> {
    return this.say((tx) => updateRows(tx, LearningPlan, { id: planIds }, { advisorId: null, advisorState: 'none' }));
  }

  @Replays('measurement_grant_ended')
  endGrants(ids: string[]): Promise<void> {
    return this.say((tx) =>
      changed(
        tx,
        'update measurement_grant g set ended_at = least(g.until, $2) where g.id = any ($1) and g.ended_at is null',
        [ids, this.clock.now()],
      ),
    );
  }

  private async say(what: (tx: Tx) => Promise<number>): Promise<void> {
    await this.database.transaction(what);
  }
}
