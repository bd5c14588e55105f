import { Injectable } from '@nestjs/common';
import { WelfareService } from '../attendance/welfare/welfare.service.js';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { automatic } from '../platform/actor.js';
import type { Tx } from '../platform/database/sql.js';
import { Before, On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';

/** Staff ask after whoever did not come, before their place may be released; not where the session was cancelled. */
@Injectable()
export class AbsenceIsAWelfareMatter {
  constructor(
    private readonly welfare: WelfareService,
    private readonly tasks: StaffTaskService,
  ) {}

  @Before('enrolment.release')
  requireContact(tx: Tx, enrolmentId: string): Promise<void> {
    return this.welfare.requireContact(tx, enrolmentId);
  }

  @On('welfare_follow_up.opened', 'open-task')
  async openTask({ subjectId, personId, refs }: RecordedEvent): Promise<void> {
    if (personId)
      await this.tasks.open({ kind: 'welfare_follow_up', subjectId, personId, dueAt: new Date(String(refs?.dueAt)) });
  }

  @On(['welfare_follow_up.answered', 'welfare_follow_up.not_needed', 'welfare_follow_up.closed'], 'settle-task')
  async settleTask({ subjectId, to }: RecordedEvent): Promise<void> {
    if (to !== 'not_contactable') await this.tasks.noLongerNeeded(subjectId);
  }

  @On('session.cancelled', 'end-welfare-follow-ups')
  endFollowUps({ id, subjectId }: RecordedEvent): Promise<void> {
    return this.welfare.endForSession(automatic(id), subjectId);
  }
}
