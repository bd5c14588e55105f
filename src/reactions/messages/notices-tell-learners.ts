import { Injectable } from '@nestjs/common';
import { RunNoticeService } from '../../enrolment/notices/run-notice.service.js';
import { type PlannedMessage, StillHolds } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { automaticChannels } from '../../notifications/safe-contact.rules.js';
import { StaffTaskService } from '../../notifications/staff-task.service.js';
import { SafeContactService } from '../../people/contact/safe-contact.service.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/** Whoever has a place hears that there is a notice, each by themselves (BR-206). */
@Injectable()
export class NoticesTellLearners {
  constructor(
    private readonly notifications: NotificationService,
    private readonly notices: RunNoticeService,
    private readonly tasks: StaffTaskService,
    private readonly safeContacts: SafeContactService,
    private readonly database: Database,
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

  /** What was for those with a place is not for whoever has none any more. */
  @On(
    ['enrolment.withdrawn', 'enrolment.transferred', 'enrolment.released', 'enrolment.cancelled_by_college'],
    'settle-run_notice',
    { when: ({ from }) => from === 'confirmed' },
  )
  async settleOfPlace({ personId, refs }: RecordedEvent): Promise<void> {
    if (personId) await this.tasks.tellNoMoreAbout('run_notice', personId, String(refs?.runId));
  }

  /** Whoever allows a way on which messages go hears of the next by it, and finds this one where all of them are. */
  @On('safe_contact.said', 'settle-run_notice')
  async settleOfPerson({ personId }: RecordedEvent): Promise<void> {
    if (personId && (await this.hearsByThemselves(personId))) await this.tasks.tellNoMoreAbout('run_notice', personId);
  }

  @StillHolds('run_notice')
  stands(tx: Tx, { occasion }: PlannedMessage): Promise<boolean> {
    return this.notices.stands(tx, occasion);
  }

  private async hearsByThemselves(personId: string): Promise<boolean> {
    const { channels } = await this.database.transaction((tx) => this.safeContacts.ways(tx, personId));
    return automaticChannels.some((channel) => channels[channel] !== undefined);
  }
}
