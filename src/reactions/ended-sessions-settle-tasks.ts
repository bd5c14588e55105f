import { Injectable } from '@nestjs/common';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';

/** Nothing has to be done any more about a session that was held or cancelled. */
@Injectable()
export class EndedSessionsSettleTasks {
  constructor(private readonly tasks: StaffTaskService) {}

  @On(['session.cancelled', 'session.delivered'], 'settle-tasks')
  settleTasks({ subjectId }: RecordedEvent): Promise<void> {
    return this.tasks.noLongerNeeded(subjectId);
  }
}
