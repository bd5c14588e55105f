import { Injectable } from '@nestjs/common';
import { CeAwardService } from '../../ceu/ledger/ce-award.service.js';
import { automatic } from '../../platform/actor.js';
import { On } from '../../platform/events/event.decorators.js';
import type { RecordedEvent } from '../../platform/events/events.js';

/** Credit that waits for an evaluation is given once one was handed in. */
@Injectable()
export class EvaluationsCountForCredit {
  constructor(private readonly awards: CeAwardService) {}

  @On('evaluation.submitted', 'count-for-credit')
  countForCredit({ id, personId, subjectId }: RecordedEvent): Promise<void> {
    return this.awards.evaluationSubmitted(automatic(id), String(personId), subjectId);
  }
}
