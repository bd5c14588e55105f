import { Injectable } from '@nestjs/common';
import { automatic } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Events, type RecordedEvent } from '../../platform/events/events.js';
import { Session } from '../sessions/session.entity.js';
import { RunReadinessService } from './run-readiness.service.js';

/** What the end of a certification means for the timetable. */
@Injectable()
export class RunRiskService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly readiness: RunReadinessService,
  ) {}

  /**
   * Records `session.at_risk` for every coming session that this person facilitates as a peer, so that a task of staff
   * opens for each (BR-30). Nobody is taken off a run by it, and whether a run is at risk is derived when it is read.
   */
  async flagSessionsOf({ id, personId }: RecordedEvent): Promise<void> {
    await this.database.transaction(async (tx) => {
      const coming = await rows<Pick<Session, 'id' | 'runId' | 'startsAt'>>(
        tx,
        `
          select ${columnsOf(Session, 's', 'id', 'runId', 'startsAt')}
          from session s
          join facilitator_assignment a on a.run_id = s.run_id
          where a.person_id = $1
            and a.state = 'accepted'
            and a.delivery_role = 'peer'
            and s.state in ('draft', 'published')
            and s.starts_at > $2
            and not exists (
              select
              from event e
              where e.subject_id = s.id and e.type = 'session.at_risk' and e.refs->>'because' = $3
            )
          order by s.starts_at, s.id
          limit 500`,
        [personId, this.clock.now(), id],
      );
      await this.events.record(
        tx,
        automatic(id),
        ...coming.map((session) => ({
          type: 'session.at_risk',
          subjectId: session.id,
          personId: personId ?? undefined,
          refs: { runId: session.runId, startsAt: session.startsAt.toISOString(), because: id },
        })),
      );
    });
  }

  /**
   * The coming sessions of this peer that were once at risk and are no more: what was asked of staff about them has
   * settled itself.
   */
  async safeSessionsOf(personId: string | undefined): Promise<string[]> {
    const flagged = await this.database.rows<Pick<Session, 'id' | 'runId'>>(
      `
        select ${columnsOf(Session, 's', 'id', 'runId')}
        from session s
        join facilitator_assignment a on a.run_id = s.run_id
        where a.person_id = $1
          and a.state = 'accepted'
          and a.delivery_role = 'peer'
          and s.state in ('draft', 'published')
          and s.starts_at > $2
          and exists (select from event e where e.subject_id = s.id and e.type = 'session.at_risk')
        order by s.starts_at, s.id
        limit 500`,
      [personId, this.clock.now()],
    );
    const atRisk = await this.readiness.atRisk([...new Set(flagged.map(({ runId }) => runId))]);
    return flagged.filter(({ runId }) => !atRisk.has(runId)).map(({ id }) => id);
  }
}
