import { Injectable } from '@nestjs/common';
import { RunEnrolmentService } from '../../enrolment/enrolments/run-enrolment.service.js';
import { type PlannedMessage, StillHolds } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';
import { SessionService } from '../../sessions/sessions/session.service.js';

/**
 * Everybody who has a place on the run hears of a session that is moved or cancelled, where it had been announced; of one
 * that is cancelled also whoever waits for a place.
 */
@Injectable()
export class SessionsTellLearners {
  constructor(
    private readonly notifications: NotificationService,
    private readonly runEnrolments: RunEnrolmentService,
    private readonly sessions: SessionService,
  ) {}

  @On('session.rescheduled', 'tell-session_rescheduled')
  async tellRescheduled({ refs }: RecordedEvent): Promise<void> {
    if (refs?.announced === false) return;
    const runId = String(refs?.runId);
    const news = { kind: 'session_rescheduled', subjectId: runId, occasion: String(refs?.changeSet) } as const;
    const learners = await this.runEnrolments.learnersOf(runId);
    await this.notifications.intend(...learners.map(({ personId }) => ({ ...news, personId })));
  }

  @On('session.cancelled', 'tell-session_cancelled')
  async tellCancelled({ subjectId, refs }: RecordedEvent): Promise<void> {
    if (refs?.announced === false) return;
    const news = { kind: 'session_cancelled', subjectId } as const;
    const people = await this.runEnrolments.peopleOn(String(refs?.runId));
    await this.notifications.intend(...people.map((personId) => ({ ...news, personId })));
  }

  @StillHolds('session_rescheduled')
  concernsOnRun(tx: Tx, { subjectId, personId }: PlannedMessage): Promise<boolean> {
    return this.runEnrolments.hasPlace(tx, subjectId, personId);
  }

  @StillHolds('session_cancelled')
  async concernsInSession(tx: Tx, { subjectId, personId }: PlannedMessage): Promise<boolean> {
    const runId = await this.sessions.runOf(tx, subjectId);
    return runId !== undefined && (await this.runEnrolments.peopleOn(runId, tx)).includes(personId);
  }
}
