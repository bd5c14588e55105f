import { Injectable } from '@nestjs/common';
import type { Doer } from '../../platform/actor.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Before } from '../../platform/events/event.decorators.js';
import { RunService } from '../../sessions/runs/run.service.js';

/** Who passed the assessment of a run is recorded by those who facilitate it. */
@Injectable()
export class FacilitatorsRecordAssessments {
  constructor(private readonly runs: RunService) {}

  @Before('ce_assessment.recording')
  async requireFacilitator(tx: Tx, runId: string, { personId }: Doer): Promise<void> {
    if (personId === null || !(await this.runs.facilitates(tx, personId, runId)))
      throw refuse(platformRefusals.not_found);
  }
}
