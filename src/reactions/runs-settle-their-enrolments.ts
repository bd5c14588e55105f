import { Injectable } from '@nestjs/common';
import { RunEnrolmentService } from '../enrolment/enrolments/run-enrolment.service.js';
import type { Doer } from '../platform/actor.js';
import type { Tx } from '../platform/database/sql.js';
import { Within } from '../platform/events/event.decorators.js';

/** Where the places or dates of a run change, offers are settled; where it is cancelled, so is every
 * enrolment that was not concluded. */
@Injectable()
export class RunsSettleTheirEnrolments {
  constructor(private readonly runEnrolments: RunEnrolmentService) {}

  @Within('run.capacity')
  settle(tx: Tx, runId: string, doer: Doer): Promise<void> {
    return this.runEnrolments.settle(tx, runId, doer);
  }

  @Within('run.cancellation', { order: 2 })
  cancel(tx: Tx, runId: string, doer: Doer): Promise<void> {
    return this.runEnrolments.cancelByCollege(tx, runId, doer);
  }
}
