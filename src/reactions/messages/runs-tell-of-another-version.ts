import { Injectable } from '@nestjs/common';
import { CeConfigurationService } from '../../ceu/approvals/ce-configuration.service.js';
import { RunEnrolmentService } from '../../enrolment/enrolments/run-enrolment.service.js';
import { type PlannedMessage, StillHolds } from '../../notifications/message.decorators.js';
import { NotificationService } from '../../notifications/notification.service.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';
import { RunService } from '../../sessions/runs/run.service.js';

/**
 * Everybody who has a place on a run, or takes part in holding it, hears when it moves to another version of its course
 * and what they were promised changes: titles, minutes or credit (BR-176).
 */
@Injectable()
export class RunsTellOfAnotherVersion {
  constructor(
    private readonly notifications: NotificationService,
    private readonly runEnrolments: RunEnrolmentService,
    private readonly runs: RunService,
    private readonly configurations: CeConfigurationService,
  ) {}

  @On('run.version_changed', 'tell-run_changed')
  async tell({ id, subjectId, refs }: RecordedEvent): Promise<void> {
    const earned = () => this.configurations.coveredAlike(String(refs?.fromVersionId), String(refs?.versionId));
    if (refs?.changed !== true && (await earned())) return;
    const learners = (await this.runEnrolments.learnersOf(subjectId)).map(({ personId }) => personId);
    const people = new Set([...learners, ...(await this.runs.takingPart(subjectId))]);
    await this.notifications.intend(
      ...[...people].map((personId) => ({ kind: 'run_changed' as const, personId, subjectId, occasion: id })),
    );
  }

  @StillHolds('run_changed')
  async concernsOnRun(tx: Tx, { subjectId, personId }: PlannedMessage): Promise<boolean> {
    return (
      (await this.runEnrolments.hasPlace(tx, subjectId, personId)) ||
      (await this.runs.takingPart(subjectId, tx)).includes(personId)
    );
  }
}
