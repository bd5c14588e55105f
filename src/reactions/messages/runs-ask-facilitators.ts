import { Injectable } from '@nestjs/common';
import { type PlannedMessage, StillHolds } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { StaffTaskService } from '../../notifications/staff-task.service.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';
import { RunService } from '../../sessions/runs/run.service.js';

/** Whoever is asked to facilitate a run hears of it while they have not answered. */
@Injectable()
export class RunsAskFacilitators {
  constructor(
    private readonly notifications: NotificationService,
    private readonly runs: RunService,
    private readonly tasks: StaffTaskService,
  ) {}

  @On('facilitator.offered', 'tell-facilitation_offered')
  async tell({ personId, actorId, subjectId }: RecordedEvent): Promise<void> {
    const requested = actorId === personId;
    if (personId) await this.notifications.intend({ kind: 'facilitation_offered', personId, subjectId, requested });
  }

  @StillHolds('facilitation_offered')
  isUnanswered(tx: Tx, { subjectId }: PlannedMessage): Promise<boolean> {
    return this.runs.isUnanswered(tx, subjectId);
  }

  @On(['facilitator.accepted', 'facilitator.declined', 'facilitator.stood_down'], 'settle-facilitation_offered')
  settle({ subjectId }: RecordedEvent): Promise<void> {
    return this.tasks.noLongerNeeded(subjectId, 'facilitation_offered');
  }
}
