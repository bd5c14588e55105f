import { Injectable } from '@nestjs/common';
import { CreditEvidenceService } from '../../attendance/register/credit-evidence.service.js';
import { CeAwardService, type CompletionEvidence } from '../../ceu/ledger/ce-award.service.js';
import { automatic, type Doer } from '../../platform/actor.js';
import type { Tx } from '../../platform/database/sql.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';
import { DeliveredPracticeService } from '../../sessions/delivery/delivered-practice.service.js';

/** Whoever held sessions of a run gets credit for them once it is over. */
@Injectable()
export class PresentingEarnsCredit {
  constructor(
    private readonly awards: CeAwardService,
    private readonly evidence: CreditEvidenceService,
    private readonly deliveredPractice: DeliveredPracticeService,
  ) {}

  @On(['session.delivered', 'session.delivery_corrected', 'session.cancelled'], 'credit-presenters')
  creditAfterSession({ id, refs }: RecordedEvent): Promise<void> {
    return this.creditPresenters(automatic(id), String(refs?.runId));
  }

  @On(['run.finished', 'run.cancelled'], 'credit-presenters')
  creditAfterRun({ id, subjectId }: RecordedEvent): Promise<void> {
    return this.creditPresenters(automatic(id), subjectId);
  }

  private async creditPresenters(doer: Doer, runId: string): Promise<void> {
    for (const personId of await this.deliveredPractice.presentersOf(runId))
      await this.awards.award(doer, { personId, runId }, (tx) => this.evidenceOf(tx, runId, personId));
  }

  private async evidenceOf(tx: Tx, runId: string, personId: string): Promise<CompletionEvidence | undefined> {
    const run = await this.deliveredPractice.deliveredRun(tx, runId);
    if (!run?.over) return undefined;
    const sessions = await this.evidence.ofPresenter(tx, runId, personId);
    return {
      versionId: run.versionId,
      mode: run.mode,
      role: 'presenter',
      completed: true,
      completedOn: run.lastDay,
      sessions: sessions.map(({ sessionId, day, allowableMinutes, creditableMinutes }) => ({
        sessionId,
        order: run.planOrders[sessionId] ?? 0,
        on: day,
        allowableMinutes,
        creditableMinutes,
      })),
    };
  }
}
