import { Injectable } from '@nestjs/common';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';

/** A second person learns that a card waits for them, for as long as it does (BR-188). */
@Injectable()
export class CardsOpenTasks {
  constructor(private readonly tasks: StaffTaskService) {}

  @On('password_card.made', 'open-task')
  async openTask({ subjectId, personId, refs }: RecordedEvent): Promise<void> {
    if (personId)
      await this.tasks.open({ kind: 'password_card', subjectId, personId, dueAt: new Date(String(refs?.confirmBy)) });
  }

  @On(['password_card.confirmed', 'password_card.ended', 'password_card.over'], 'settle-tasks')
  settleTasks({ subjectId }: RecordedEvent): Promise<void> {
    return this.tasks.noLongerNeeded(subjectId);
  }
}
