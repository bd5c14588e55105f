import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { RunEnrolmentService } from '../../enrolment/enrolments/run-enrolment.service.js';
import { type PlannedMessage, StillHolds, type StillUntil } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import { anHour, later } from '../../platform/calendar.js';
import type { Tx } from '../../platform/database/sql.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { SessionService } from '../../sessions/sessions/session.service.js';

/** Learners are reminded of every session that begins soon. */
@Injectable()
export class SessionsRemindLearners {
  constructor(
    private readonly college: CollegeService,
    private readonly notifications: NotificationService,
    private readonly runEnrolments: RunEnrolmentService,
    private readonly sessions: SessionService,
  ) {}

  /** Who got the place since then has just been told of it. */
  @Every('*/10 * * * *', 'remind-of-sessions')
  async remind(): Promise<void> {
    const { sessionReminderHours } = (await this.college.current()).policy;
    for (const { id, runId, startsAt } of await this.sessions.beginningWithin(sessionReminderHours)) {
      const since = later(startsAt, -sessionReminderHours * anHour);
      const learners = (await this.runEnrolments.learnersOf(runId)).filter(({ confirmedAt }) => confirmedAt < since);
      const reminder = {
        kind: 'session_reminder',
        subjectId: id,
        occasion: startsAt.toISOString(),
        notAfter: startsAt,
      } as const;
      await this.notifications.intend(...learners.map(({ personId }) => ({ ...reminder, personId })));
    }
  }

  @StillHolds('session_reminder')
  async isAhead(tx: Tx, { subjectId, personId, occasion }: PlannedMessage): Promise<StillUntil | false> {
    const session = await this.sessions.ahead(tx, subjectId);
    if (session?.startsAt.toISOString() !== occasion) return false;
    const { startsAt: notAfter, timeZone } = session;
    return (await this.runEnrolments.hasPlace(tx, session.runId, personId)) && { notAfter, timeZone };
  }
}
