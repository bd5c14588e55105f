import { Injectable } from '@nestjs/common';
import { CompletionService } from '../attendance/completion/completion.service.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';

/** How a run ended for each person is said once its sessions are over, and anew after each change of a register. */
@Injectable()
export class RegistersConcludeRuns {
  constructor(private readonly completions: CompletionService) {}

  @On('run.finished', 'conclude')
  concludeFinished({ id, subjectId }: RecordedEvent): Promise<void> {
    return this.completions.conclude(subjectId, id);
  }

  @On(['session.delivered', 'session.cancelled', 'register.taken'], 'conclude')
  conclude({ id, refs }: RecordedEvent): Promise<void> {
    return this.completions.conclude(String(refs?.runId), id);
  }
}
