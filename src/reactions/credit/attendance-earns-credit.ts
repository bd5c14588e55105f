import { Injectable } from '@nestjs/common';
import { CreditEvidenceService } from '../../attendance/register/credit-evidence.service.js';
import { CeAwardService, type CompletionEvidence } from '../../ceu/ledger/ce-award.service.js';
import { RunEnrolmentService } from '../../enrolment/enrolments/run-enrolment.service.js';
import { automatic, type Doer } from '../../platform/actor.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';
import { DeliveredPracticeService } from '../../sessions/delivery/delivered-practice.service.js';

/** Learners get credit for the minutes that they attended, and a corrected register or delivery corrects it. */
@Injectable()
export class AttendanceEarnsCredit {
  constructor(
    private readonly awards: CeAwardService,
    private readonly evidence: CreditEvidenceService,
    private readonly deliveredPractice: DeliveredPracticeService,
    private readonly runEnrolments: RunEnrolmentService,
  ) {}

  @On('attendance.completed', 'award-credit')
  awardCredit({ id, personId, refs }: RecordedEvent): Promise<void> {
    return this.credit(automatic(id), String(personId), String(refs?.runId), String(refs?.enrolmentId));
  }

  /** Everybody for whom the run has ended already. */
  @On(['register.taken', 'session.delivery_corrected'], 'correct-credit')
  async correctCredit({ id, refs }: RecordedEvent): Promise<void> {
    const runId = String(refs?.runId);
    for (const { personId, enrolmentId } of await this.runEnrolments.concludedOn(runId))
      await this.credit(automatic(id), personId, runId, enrolmentId);
  }

  private credit(doer: Doer, personId: string, runId: string, enrolmentId: string): Promise<void> {
    return this.awards.award(doer, { personId, runId }, (tx) => this.evidenceOf(tx, runId, enrolmentId));
  }

  private async evidenceOf(tx: Tx, runId: string, enrolmentId: string): Promise<CompletionEvidence | undefined> {
    const run = await this.deliveredPractice.deliveredRun(tx, runId);
    const [found] = await this.evidence.ofRun(tx, runId, enrolmentId);
    if (!run || !found) return undefined;
    return {
      versionId: run.versionId,
      mode: run.mode,
      role: 'learner',
      completed: await this.runEnrolments.isIn(tx, enrolmentId, 'completed'),
      completedOn: run.lastDay,
      sessions: found.sessions.map(({ sessionId, day, markId, allowableMinutes, creditableMinutes }) => ({
        sessionId,
        order: run.planOrders[sessionId] ?? 0,
        on: day,
        allowableMinutes,
        creditableMinutes,
        markId,
      })),
    };
  }
}
