import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RunEnrolments } from './enrolment/run-enrolments.service.js';
import type { MessageKind } from './notifications/message.rules.js';
import { MessageSender } from './notifications/message-sender.service.js';
import { type Intent, Notifications } from './notifications/notifications.service.js';
import { StaffTasks } from './notifications/staff-task.service.js';
import { OneTimeLinks } from './people/one-time-links.service.js';
import { Events, type RecordedEvent } from './platform/events/events.js';
import { Jobs } from './platform/jobs/jobs.js';

/** Every reaction of one module to another, and every job, on one screen. */
@Injectable()
export class AppSubscriptions implements OnModuleInit {
  constructor(
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly links: OneTimeLinks,
    private readonly runEnrolments: RunEnrolments,
    private readonly notifications: Notifications,
    private readonly messages: MessageSender,
    private readonly tasks: StaffTasks,
  ) {}

  onModuleInit(): void {
    this.wireEvents();
    this.wireJobs();
  }

  private wireEvents(): void {
    this.events.vetoOn('run.capacity', (tx, runId, doer) => this.runEnrolments.settle(tx, runId, doer));
    this.events.vetoOn('run.cancellation', (tx, runId, doer) => this.runEnrolments.cancelByCollege(tx, runId, doer));
    this.tell('enrolment.confirmed', 'place_confirmed');
    this.tell('enrolment.waitlisted', 'place_waitlisted');
    this.tell('enrolment.offered', 'place_offered', ({ refs }) => ({ notAfter: new Date(String(refs?.expiresAt)) }));
    this.tell('enrolment.offer_expired', 'offer_expired');
    this.tell('enrolment.cancelled_by_college', 'place_cancelled');
    this.tell('facilitator.offered', 'facilitation_offered');
    for (const ended of ['confirmed', 'offer_declined', 'offer_expired', 'withdrawn', 'cancelled_by_college']) this.settle(`enrolment.${ended}`, 'place_offered');
    for (const ended of ['accepted', 'declined', 'stood_down']) this.settle(`facilitator.${ended}`, 'facilitation_offered');
  }

  /** Tells the person whom an event concerns. What they did themselves counts as asked for (BR-147). */
  private tell(type: string, kind: MessageKind, more: (event: RecordedEvent) => Partial<Intent> = () => ({})): void {
    this.events.on(type, `tell-${kind}`, async (event) => {
      const { personId, actorId, subjectId } = event;
      if (personId) await this.notifications.intend({ kind, personId, subjectId, requested: actorId === personId, ...more(event) });
    });
  }

  /** Nobody of the college needs to tell any more what this event has settled. */
  private settle(type: string, about: MessageKind): void {
    this.events.on(type, `settle-${about}`, ({ subjectId }) => this.tasks.noLongerNeeded(subjectId, about));
  }

  private wireJobs(): void {
    this.jobs.on('react', ({ event = '', reaction = '' }) => this.events.react(event, reaction));
    this.jobs.on('one-time-link', ({ linkId = '' }) => this.links.deliver(linkId));
    this.jobs.on('send-message', ({ messageId = '' }) => this.messages.send(messageId));
    this.jobs.every('17 * * * *', 'forget-old-links', () => this.links.forgetOld());
    this.jobs.every('* * * * *', 'settle-offers', () => this.runEnrolments.settleDue());
  }
}
