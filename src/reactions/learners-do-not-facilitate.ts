import { Injectable } from '@nestjs/common';
import { RunEnrolmentService } from '../enrolment/enrolments/run-enrolment.service.js';
import type { Tx } from '../platform/database/sql.js';
import { Before } from '../platform/events/event.decorators.js';

/** Whoever learns on a run does not facilitate it; enrolment itself refuses the other way round (BR-208). */
@Injectable()
export class LearnersDoNotFacilitate {
  constructor(private readonly runEnrolments: RunEnrolmentService) {}

  @Before('facilitator.part')
  refuseLearner(tx: Tx, assignmentId: string): Promise<void> {
    return this.runEnrolments.refuseLearner(tx, assignmentId);
  }
}
