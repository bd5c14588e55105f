import { Injectable } from '@nestjs/common';
import { automatic } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { AfterRestore } from '../../platform/endings/restore.decorators.js';
import { newId } from '../../platform/ids.js';
import { Enrolment } from './enrolment.entity.js';
import { RunEnrolmentService } from './run-enrolment.service.js';

/** Offers of a backup are judged by the time at which it was brought back (BR-191). */
@Injectable()
export class RestoredRunsService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunEnrolmentService,
  ) {}

  /** Ends offers whose time ran out, and offers what is free, on every run where somebody waits or has an offer. */
  @AfterRestore()
  async judgeAnew(): Promise<void> {
    const open = await this.database.rows<Pick<Enrolment, 'runId'>>(
      `
        select distinct ${columnsOf(Enrolment, 'e', 'runId')}
        from enrolment e
        where e.state in ('offered', 'waitlisted')`,
    );
    for (const { runId } of open)
      await this.database.transaction((tx) => this.runs.settle(tx, runId, automatic(newId())));
  }
}
