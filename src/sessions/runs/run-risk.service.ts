import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Session } from '../sessions/session.entity.js';
import { isOffItsWallSql } from '../sessions/session.sql.js';
import { RunReadinessService } from './run-readiness.service.js';
import { uncertified, unmetByPair } from './run.rules.js';

/** A coming session without the pair that it needs, or off its wall. */
export interface SessionAtRisk extends Pick<Session, 'id' | 'startsAt'> {
  /** Whose certification or place in the pair is missing; of one with a whole pair, who holds it. */
  personId: string;
}

interface ComingSession extends Pick<Session, 'id' | 'runId' | 'startsAt'> {
  endsOn: string;
  /** The peer or other half of the pair that stood down last. */
  missed: string | null;
  offItsWall: boolean;
}

/** What coming sessions lack, whatever made it so. */
@Injectable()
export class RunRiskService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly readiness: RunReadinessService,
  ) {}

  /**
   * The coming sessions of open runs, those without a whole pair or off their wall, and the others (BR-30, BR-179,
   * BR-221): of the runs, courses and people with these ids, or of all.
   */
  judgeSessions(about: string[] | null): Promise<{ atRisk: SessionAtRisk[]; whole: string[] }> {
    return this.database.transaction(async (tx) => {
      const coming = await rows<ComingSession>(
        tx,
        `
          select ${columnsOf(Session, 's', 'id', 'runId', 'startsAt')}, s.local_end::date::text as "endsOn",
            ${isOffItsWallSql('s')} as "offItsWall",
            (
              select a.person_id
              from facilitator_assignment a
              where a.run_id = s.run_id
                and a.delivery_role in ('peer', 'learned')
                and a.state in ('accepted', 'stood_down')
                and a.answered_at is not null
              order by a.stood_down_at desc nulls last, a.id
              limit 1
            ) as missed
          from session s
          join run r on r.id = s.run_id and r.state = 'open'
          join course_version v on v.id = r.version_id
          where s.state in ('draft', 'published')
            and s.starts_at > $1
            and (
              $2::uuid[] is null
                or r.id = any ($2)
                or v.course_id = any ($2)
                or exists (
                  select
                  from facilitator_assignment a
                  where a.run_id = r.id and a.person_id = any ($2)
                )
            )
          order by s.starts_at, s.id`,
        [this.clock.now(), about],
      );
      const runs = await this.readiness.factsOf(tx, [...new Set(coming.map(({ runId }) => runId))]);
      const runOf = new Map(runs.map((run) => [run.id, run]));
      const atRisk = coming.flatMap(({ id, runId, startsAt, endsOn, missed, offItsWall }) => {
        const run = runOf.get(runId);
        if (!run) return [];
        const lacks = unmetByPair(run.facts, run.policy, endsOn).length > 0;
        const accepted = run.facts.facilitators.filter(({ state }) => state === 'accepted');
        const personId =
          (lacks ? (uncertified(accepted, endsOn)[0]?.personId ?? missed) : undefined) ??
          (offItsWall ? accepted[0]?.personId : undefined);
        return personId === undefined ? [] : [{ id, startsAt, personId }];
      });
      const risky = new Set(atRisk.map(({ id }) => id));
      return { atRisk, whole: coming.map(({ id }) => id).filter((id) => !risky.has(id)) };
    });
  }
}
