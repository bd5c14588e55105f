import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { isFacilitationSql } from '../../sessions/facilitators/facilitation.sql.js';
import { RunService } from '../../sessions/runs/run.service.js';
import { hasPlaceSql } from './enrolment.sql.js';

/** Who has to do with whom through a place on a run; narrow answers for modules that know nothing of runs. */
@Injectable()
export class ParticipantService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunService,
  ) {}

  /** Ids of those who facilitate a run that this person has or had a place on; at most 200. */
  async facilitatorsOf(personId: string): Promise<string[]> {
    const found = await this.database.rows<{ id: string }>(
      `
        select distinct fa.person_id as id
        from enrolment e
        join facilitator_assignment fa on fa.run_id = e.run_id
        where e.person_id = $1 and ${hasPlaceSql('e.state')} and ${isFacilitationSql('fa')}
        limit 200`,
      [personId],
    );
    return found.map(({ id }) => id);
  }

  /** Whether this person has a place on the run of that session. */
  async attends(personId: string, sessionId: string): Promise<boolean> {
    const found = await this.database.row(
      `
        select 1 as one
        from session s
        join enrolment e on e.run_id = s.run_id
        where s.id = $2
          and s.state <> 'draft'
          and e.person_id = $1
          and ${hasPlaceSql('e.state')}`,
      [personId, sessionId],
    );
    return found !== undefined;
  }

  /** Whether this person facilitates that run. */
  facilitatesRun(tx: Tx, personId: string, runId: string): Promise<boolean> {
    return this.runs.facilitates(tx, personId, runId);
  }

  /** Whether this person facilitates the run of that session. */
  async facilitates(personId: string, sessionId: string): Promise<boolean> {
    const session = await this.database.row<{ runId: string }>('select run_id as "runId" from session where id = $1', [
      sessionId,
    ]);
    return session !== undefined && this.runs.facilitates(this.database, personId, session.runId);
  }
}
