import { Injectable } from '@nestjs/common';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';

/** Staff see until when somebody's request about their own records has to be answered. */
@Injectable()
export class DataRequestsOpenTasks {
  constructor(private readonly tasks: StaffTaskService) {}

  @On('data_request.received', 'open-task')
  async openTask({ subjectId, personId, refs }: RecordedEvent): Promise<void> {
    if (personId)
      await this.tasks.open({ kind: 'data_request', subjectId, personId, dueAt: new Date(String(refs?.dueAt)) });
  }

  @On('data_request.extended', 'move-task')
  moveTask({ subjectId, refs }: RecordedEvent): Promise<void> {
    return this.tasks.dueBy(subjectId, new Date(String(refs?.dueAt)));
  }

  @On(['data_request.fulfilled', 'data_request.partly', 'data_request.refused'], 'settle-tasks')
  settleTasks({ subjectId }: RecordedEvent): Promise<void> {
    return this.tasks.noLongerNeeded(subjectId);
  }
}
