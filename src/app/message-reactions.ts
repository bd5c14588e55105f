import { Injectable } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import { RunEnrolmentService } from '../enrolment/enrolments/run-enrolment.service.js';
import type { MessageKind } from '../notifications/message.rules.js';
import { type Intent, NotificationService } from '../notifications/notification.service.js';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/sql.js';
import { Events, type RecordedEvent } from '../platform/events/events.js';
import { SessionService } from '../sessions/sessions/session.service.js';
import { MeasurementQueryService } from '../outcomes/measures/measurement-query.service.js';

/**
 * Finds out in one module whom a message of another concerns. What is told of what stands in `src/app/reactions.ts`.
 */
@Injectable()
export class MessageReactions {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly sessions: SessionService,
    private readonly runEnrolments: RunEnrolmentService,
    private readonly notifications: NotificationService,
    private readonly tasks: StaffTaskService,
    private readonly measurements: MeasurementQueryService,
  ) {}

  /** Tells the person whom an event concerns. What they did themselves counts as asked for (BR-147). */
  notifyOnce(type: string, kind: MessageKind): void {
    this.events.on(type, `tell-${kind}`, async ({ personId, actorId, subjectId }) => {
      if (personId) await this.notifications.intend({ kind, personId, subjectId, requested: actorId === personId });
    });
  }

  /** The same, each time anew: of what can happen to one person more than once. */
  notifyEachTime(type: string, kind: MessageKind): void {
    this.events.on(type, `tell-${kind}`, async ({ id, personId, actorId, subjectId }) => {
      if (personId)
        await this.notifications.intend({ kind, personId, subjectId, occasion: id, requested: actorId === personId });
    });
  }

  /** Tells people whom the event itself does not name. */
  notifyPeople(type: string, kind: MessageKind, whom: (event: RecordedEvent) => Promise<string[]>): void {
    this.events.on(type, `tell-${kind}`, async (event) => {
      const personIds = await whom(event);
      await this.notifications.intend(...personIds.map((personId) => ({ kind, personId, subjectId: event.subjectId })));
    });
  }

  /** Tells everybody who has a place on the run, where it had been announced. */
  notifyLearners(
    type: string,
    kind: MessageKind,
    about: (event: RecordedEvent) => Pick<Intent, 'subjectId' | 'occasion'>,
  ): void {
    this.events.on(type, `tell-${kind}`, async (event) => {
      if (event.refs?.announced === false) return;
      const learners = await this.learnersOf(String(event.refs?.runId));
      await this.notifications.intend(...learners.map(({ personId }) => ({ kind, personId, ...about(event) })));
    });
  }

  /** Tells everybody on a run who was offered a measure and has not answered yet, each of their own. */
  notifyOfMeasures(): void {
    this.events.on('measurement.offered_to_run', 'tell-measure_offered', async ({ subjectId, refs }) => {
      const waiting = await this.measurements.waiting(subjectId, String(refs?.instrumentId), String(refs?.occasion));
      await this.notifications.intend(
        ...waiting.map(({ id, personId }) => ({ kind: 'measure_offered' as const, personId, subjectId: id })),
      );
    });
  }

  /** Tells a learner what the one they asked to advise them has answered; each person's answer once. */
  notifyOfAnswer(type: string, kind: MessageKind): void {
    this.events.on(type, `tell-${kind}`, async ({ personId, actorId, subjectId }) => {
      if (personId && actorId) await this.notifications.intend({ kind, personId, subjectId, occasion: actorId });
    });
  }

  /** Nobody of the college needs to tell any more what this event has settled. */
  settle(type: string, about: MessageKind): void {
    this.events.on(type, `settle-${about}`, ({ subjectId }) => this.tasks.noLongerNeeded(subjectId, about));
  }

  /** The job that reminds of every session which begins soon. Who got the place since then has just been told of it. */
  async remind(): Promise<void> {
    const { sessionReminderHours } = (await this.college.current()).policy;
    for (const { id, runId, startsAt } of await this.sessions.beginningWithin(sessionReminderHours)) {
      const since = new Date(startsAt.getTime() - sessionReminderHours * 3_600_000);
      const learners = (await this.learnersOf(runId)).filter(({ confirmedAt }) => confirmedAt < since);
      const reminder = {
        kind: 'session_reminder',
        subjectId: id,
        occasion: startsAt.toISOString(),
        notAfter: startsAt,
      } as const;
      await this.notifications.intend(...learners.map(({ personId }) => ({ ...reminder, personId })));
    }
  }

  /** Reminds of a certificate that ends; of no use once its last day is over everywhere (BR-96). */
  async remindOfEnd(personId: string, subjectId: string, occasion: string, validThrough: string): Promise<void> {
    const notAfter = new Date(Date.parse(`${validThrough}T12:00:00Z`) + 86_400_000);
    await this.notifications.intend({
      kind: 'certification_ending',
      personId,
      subjectId,
      occasion: `${occasion} ${validThrough}`,
      notAfter,
    });
  }

  /** Tells somebody what others decided or said about what they hold or asked for, each time anew (BR-93, BR-94). */
  notifyOfDecision(type: string, concerns: (event: RecordedEvent) => boolean = () => true): void {
    this.events.on(type, 'tell-certification_news', async (event) => {
      const { id, personId, actorId, subjectId } = event;
      if (personId && personId !== actorId && concerns(event))
        await this.notifications.intend({ kind: 'certification_news', personId, subjectId, occasion: id });
    });
  }

  /** Whether this person has a place on the run. */
  async hasPlace(tx: Tx, runId: string | undefined, personId: string): Promise<boolean> {
    return runId !== undefined && (await this.runEnrolments.ofPerson(tx, runId, personId)) !== undefined;
  }

  private learnersOf(runId: string) {
    return this.database.transaction((tx) => this.runEnrolments.confirmedOn(tx, runId));
  }
}
