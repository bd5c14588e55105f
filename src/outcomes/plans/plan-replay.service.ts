import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { Replays } from '../../platform/endings/restore.decorators.js';

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
    return this.say('delete from learning_plan_share s where s.plan_id = any ($1)', [planIds]);
  }

  @Replays('plan_advisor_ended', { 'learning_plan.advisor_dismissed': 'subject' })
  dismissAgain(planIds: string[]): Promise<void> {
    return this.say(
      `
        update learning_plan p
        set advisor_id = null, advisor_state = 'none'
        where p.id = any ($1) and p.advisor_state <> 'none'`,
      [planIds],
    );
  }

  @Replays('measurement_grant_ended')
  endGrants(ids: string[]): Promise<void> {
    return this.say(
      'update measurement_grant g set ended_at = least(g.until, $2) where g.id = any ($1) and g.ended_at is null',
      [ids, this.clock.now()],
    );
  }

  private say(text: string, values: unknown[]): Promise<void> {
    return this.database.transaction(async (tx) => void (await changed(tx, text, values)));
  }
}
