import { Injectable } from '@nestjs/common';
import { WithdrawnConsentService } from '../enrolment/enrolments/withdrawn-consent.service.js';
import { Every } from '../platform/jobs/job.decorators.js';
import { On } from '../platform/events/event.decorators.js';
import type { RecordedEvent } from '../platform/events/events.js';

/** Whoever takes back that the college may book for them waits for nothing any more (BR-142, BR-182). */
@Injectable()
export class WithdrawnConsentsEndWaiting {
  constructor(private readonly waiting: WithdrawnConsentService) {}

  @On('consent.withdrawn', 'end-waiting')
  async endWaiting({ id, personId, refs }: RecordedEvent): Promise<void> {
    if (personId && refs?.purpose === 'registration_processing') await this.waiting.endWaiting(personId, id);
  }

  /** Whatever was taken back before this was followed, or while a booking was under way. */
  @Every('27 4 * * *', 'end-waiting')
  endAll(): Promise<void> {
    return this.waiting.endWaiting(null, 'end-waiting');
  }
}
