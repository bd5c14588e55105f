import { Injectable } from '@nestjs/common';
import { CompletionService } from '../attendance/completion/completion.service.js';
import { WelfareService } from '../attendance/welfare/welfare.service.js';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { automatic } from '../platform/actor.js';
import { Events } from '../platform/events/events.js';

/** What follows from a register: follow-ups, tasks of staff, and how a run ended for each person. */
@Injectable()
export class AttendanceReactions {
  constructor(
    private readonly events: Events,
    private readonly tasks: StaffTaskService,
    private readonly completions: CompletionService,
    private readonly welfare: WelfareService,
  ) {}

  wire(): void {
    this.events.before('enrolment.release', (tx, enrolmentId) => this.welfare.requireContact(tx, enrolmentId));
    this.events.on('welfare_follow_up.opened', 'open-task', async ({ subjectId, personId, refs }) => {
      if (personId)
        await this.tasks.open({ kind: 'welfare_follow_up', subjectId, personId, dueAt: new Date(String(refs?.dueAt)) });
    });
    for (const ended of ['answered', 'not_needed', 'closed']) {
      this.events.on(`welfare_follow_up.${ended}`, 'settle-task', ({ subjectId, to }) =>
        to === 'not_contactable' ? Promise.resolve() : this.tasks.noLongerNeeded(subjectId),
      );
    }
    this.events.on('session.cancelled', 'end-welfare-follow-ups', ({ id, subjectId }) =>
      this.welfare.endForSession(automatic(id), subjectId),
    );
    this.events.on('run.finished', 'conclude', ({ id, subjectId }) => this.completions.conclude(subjectId, id));
    for (const type of ['session.delivered', 'session.cancelled', 'register.taken']) {
      this.events.on(type, 'conclude', ({ id, refs }) => this.completions.conclude(String(refs?.runId), id));
    }
  }
}
