import { Injectable } from '@nestjs/common';
import { CompletionService } from '../attendance/completion/completion.service.js';
import type { Doer } from '../platform/actor.js';
import type { Tx } from '../platform/database/sql.js';
import { On, Within } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';

/** How a run ended for each person is said once its sessions are over, and anew after each change of a register. */
@Injectable()
export class RegistersConcludeRuns {
  constructor(private readonly completions: CompletionService) {}

  @On('run.finished', 'conclude')
  concludeFinished({ id, subjectId }: RecordedEvent): Promise<void> {
    return this.completions.conclude(subjectId, id);
  }

  /** Before everybody else's enrolment is cancelled. */
  @Within('run.cancellation', { order: 1 })
  concludeCancelled(tx: Tx, runId: string, doer: Doer): Promise<void> {
    return this.completions.concludeCancelled(tx, doer, runId);
  }

  @On(['session.delivered', 'session.delivery_corrected', 'session.cancelled', 'register.taken'], 'conclude')
  conclude({ id, refs }: RecordedEvent): Promise<void> {
    return this.completions.conclude(String(refs?.runId), id);
  }
}
