import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RunEnrolments } from './enrolment/run-enrolments.service.js';
import { OneTimeLinks } from './people/one-time-links.service.js';
import { Events } from './platform/events/events.js';
import { Jobs } from './platform/jobs/jobs.js';

/** Every reaction of one module to another, and every job, on one screen. */
@Injectable()
export class AppSubscriptions implements OnModuleInit {
  constructor(
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly links: OneTimeLinks,
    private readonly runEnrolments: RunEnrolments,
  ) {}

  onModuleInit(): void {
    this.wireEvents();
    this.wireJobs();
  }

  private wireEvents(): void {
    this.events.vetoOn('run.capacity', (tx, runId, doer) => this.runEnrolments.settle(tx, runId, doer));
    this.events.vetoOn('run.cancellation', (tx, runId, doer) => this.runEnrolments.cancelByCollege(tx, runId, doer));
  }

  private wireJobs(): void {
    this.jobs.on('react', ({ event = '', reaction = '' }) => this.events.react(event, reaction));
    this.jobs.on('one-time-link', ({ linkId = '' }) => this.links.deliver(linkId));
    this.jobs.every('17 * * * *', 'forget-old-links', () => this.links.forgetOld());
    this.jobs.every('* * * * *', 'settle-offers', () => this.runEnrolments.settleDue());
  }
}
