import { Injectable } from '@nestjs/common';
import { StaffTaskService } from '../notifications/staff-task.service.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';
import { RunRiskService } from '../sessions/runs/run-risk.service.js';

/** A peer whose certification ends leaves sessions at risk; once it is back, nobody has to look at them (BR-30). */
@Injectable()
export class EndedCertificationsFlagSessions {
  constructor(
    private readonly runRisks: RunRiskService,
    private readonly tasks: StaffTaskService,
  ) {}

  @On(
    [
      'certification.expired',
      'certification.lapsed',
      'certification.suspended',
      'certification.interim_suspended',
      'certification.inactivated',
      'certification.revoked',
      'certification.surrendered',
    ],
    'flag-sessions',
  )
  flagSessions(event: RecordedEvent): Promise<void> {
    return this.runRisks.flagSessionsOf(event);
  }

  @On('session.at_risk', 'open-task')
  async openTask({ subjectId, personId, refs }: RecordedEvent): Promise<void> {
    if (personId)
      await this.tasks.open({
        kind: 'session_at_risk',
        subjectId,
        personId,
        dueAt: new Date(String(refs?.startsAt)),
        occasion: String(refs?.because),
      });
  }

  @On(
    [
      'certification.suspension_lifted',
      'certification.reactivated',
      'certification.overturned',
      'certification.renewal_accepted',
    ],
    'settle-tasks',
  )
  async settleTasks({ personId }: RecordedEvent): Promise<void> {
    await this.tasks.noLongerNeeded(await this.runRisks.safeSessionsOf(personId));
  }
}
