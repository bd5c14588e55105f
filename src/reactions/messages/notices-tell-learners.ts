import { Injectable } from '@nestjs/common';
import { RunNoticeService } from '../../enrolment/notices/run-notice.service.js';
import { type PlannedMessage, StillHolds } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/** Whoever has a place hears that there is a notice, each by themselves (BR-206). */
@Injectable()
export class NoticesTellLearners {
  constructor(
    private readonly notifications: NotificationService,
    private readonly notices: RunNoticeService,
  ) {}

  @On('run_notice.sent', 'tell-run_notice')
  async tell({ personId, subjectId, refs }: RecordedEvent): Promise<void> {
    if (personId)
      await this.notifications.intend({
        kind: 'run_notice',
        personId,
        subjectId: String(refs?.runId),
        occasion: subjectId,
      });
  }

  @StillHolds('run_notice')
  stands(tx: Tx, { occasion }: PlannedMessage): Promise<boolean> {
    return this.notices.stands(tx, occasion);
  }
}
