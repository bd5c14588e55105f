import { Injectable } from '@nestjs/common';
import { CertificationNoticeService } from '../../certification/certifications/certification-notice.service.js';
import { type PlannedMessage, StillHolds } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { dayAfter } from '../../platform/calendar.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

const decided = ['returned', 'deferred', 'approved', 'refused', 'upheld', 'overturned'];

/**
 * People hear what others decided or said about what they hold or asked for, each time anew (BR-93, BR-94), and are
 * reminded of a certification that ends (BR-96).
 */
@Injectable()
export class CertificationTellsHolders {
  constructor(
    private readonly notifications: NotificationService,
    private readonly certificationNotices: CertificationNoticeService,
  ) {}

  @On(
    [
      'certification.suspended',
      'certification.interim_suspended',
      'certification.suspension_lifted',
      'certification.revocation_notice',
      'certification.dismissed',
      'certification.revoked',
      'certification.upheld',
      'certification.overturned',
      'certification.renewal_accepted',
      'certification.renewal_returned',
    ],
    'tell-certification_news',
  )
  async tell({ id, personId, actorId, subjectId }: RecordedEvent): Promise<void> {
    if (personId && personId !== actorId)
      await this.notifications.intend({ kind: 'certification_news', personId, subjectId, occasion: id });
  }

  @On('certification_application.moved', 'tell-certification_news')
  async tellOfApplication(event: RecordedEvent): Promise<void> {
    if (decided.includes(String(event.to))) await this.tell(event);
  }

  /** Of no use once the last day is over everywhere. */
  @On('certification.ending', 'tell-certification_ending')
  async remindOfEnd({ personId, subjectId, refs }: RecordedEvent): Promise<void> {
    if (!personId) return;
    const validThrough = String(refs?.validThrough);
    await this.notifications.intend({
      kind: 'certification_ending',
      personId,
      subjectId,
      occasion: `${String(refs?.occasion)} ${validThrough}`,
      notAfter: new Date(`${dayAfter(validThrough)}T12:00:00Z`),
    });
  }

  @StillHolds('certification_ending')
  stillEnds(tx: Tx, { subjectId, occasion }: PlannedMessage): Promise<boolean> {
    return this.certificationNotices.stillEnds(tx, subjectId, occasion.slice(-10));
  }
}
