import { Injectable } from '@nestjs/common';
import { In, MoreThan, MoreThanOrEqual } from 'typeorm';
import { ClosureDay } from '../../college/college.entity.js';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { canSeeRun, type RunRelation } from '../runs/run.policy.js';
import type { RunState } from '../runs/run.rules.js';
import { RunService } from '../runs/run.service.js';
import { Session, SessionSeries } from './session.entity.js';
import { SessionPlanningService } from './session-planning.service.js';
import { worksOnSessions } from './session.policy.js';
import { SessionService } from './session.service.js';
import type { SeriesBody, SeriesChange, SeriesDto } from './series.dto.js';
import { seriesDays } from './series.rules.js';
import { atTime } from './wall-time.rules.js';
import { ReschedulingService } from './rescheduling.service.js';

const seriesView = `
  select ${columnsOf(SessionSeries, 'q', 'id', 'runId', 'everyWeeks', 'version')},
    to_char(q.start_time, 'HH24:MI') as "startTime", to_char(q.end_time, 'HH24:MI') as "endTime", r.state as "runState",
    (select array_agg(s.id order by s.starts_at, s.id) from session s where s.series_id = q.id) as "sessionIds",
    coalesce(
      (
        select array_agg(d.day::text order by d.day)
        from closure_day d
        where d.day between q.first_date and (select max(s.local_start)::date from session s where s.series_id = q.id)
          and (d.day - q.first_date) % (7 * q.every_weeks) = 0
      ),
      '{}'
    ) as "closedDays"
  from session_series q
  join run r on r.id = q.run_id`;

/** Weekly series: planned in one call, then edited as a whole or one by one. */
@Injectable()
export class SessionSeriesService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly runs: RunService,
    private readonly sessions: SessionService,
    private readonly planning: SessionPlanningService,
    private readonly reschedulings: ReschedulingService,
  ) {}

  /** Drafts every session of the series, or none: one clash or impossible time refuses them all. */
  draft(actor: Actor, runId: string, body: SeriesBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const run = await this.planning.lockRunToPlan(tx, actor, runId);
      const { firstDate, startTime, endTime, count, everyWeeks = 1, ...rest } = body;
      const id = newId();
      await tx.insert(SessionSeries, { id, runId, firstDate, everyWeeks, startTime, endTime });
      const days = seriesDays(firstDate, count, everyWeeks, await this.closedDays(tx, firstDate));
      await this.planning.insert(
        tx,
        run,
        body.venueId,
        days.map((day) => ({
          ...rest,
          id: newId(),
          seriesId: id,
          localStart: `${day}T${startTime}`,
          localEnd: `${day}T${endTime}`,
        })),
      );
      await this.events.record(tx, actor, { type: 'session_series.drafted', subjectId: id, refs: { runId } });
      return id;
    });
  }

  /**
   * Moves what is still to come and was never touched on its own. Everything moved carries one change set, so that each
   * person hears once.
   */
  change(actor: Actor, id: string, expected: number, wish: SeriesChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await tx.findOne(SessionSeries, { select: { runId: true }, where: { id } });
      if (!found || !worksOnSessions(actor, await this.runs.relation(tx, actor.personId, found.runId)))
        throw refuse(platformRefusals.not_found);
      const { now } = await this.planning.lockRunToPlan(tx, actor, found.runId);
      const series = await row<Pick<SessionSeries, 'startTime' | 'endTime'>>(
        tx,
        `
          update session_series
          set start_time = coalesce($3::time, start_time), end_time = coalesce($4::time, end_time)
          where id = $1 and version = $2
          returning ${columnsOf(SessionSeries, 'session_series', 'startTime', 'endTime')}`,
        [id, expected, wish.startTime, wish.endTime],
      );
      if (!series) throw stale((await tx.findOneByOrFail(SessionSeries, { id })).version);
      await this.database.tellTime(tx);
      const untouched = await tx.find(Session, {
        select: { id: true },
        where: {
          seriesId: id,
          editedAlone: false,
          state: In(['draft', 'published']),
          startsAt: MoreThan(now),
        },
        order: { startsAt: 'ASC', id: 'ASC' },
      });
      for (const { id: sessionId } of untouched) {
        const session = await this.sessions.lockSession(tx, sessionId);
        const times = {
          localStart: atTime(session.localStart, series.startTime.slice(0, 5)),
          localEnd: atTime(session.localEnd, series.endTime.slice(0, 5)),
          venueId: wish.venueId,
          marks: wish.marks,
        };
        await this.reschedulings.moveSession(tx, actor, session, times, false);
      }
      await this.events.record(tx, actor, {
        type: 'session_series.changed',
        subjectId: id,
        refs: { runId: found.runId, changeSet: this.events.changeSetOf(tx) },
      });
      return id;
    });
  }

  /** 404 for an unknown series, and for those who do not see its run. */
  async one(actor: Actor, id: string): Promise<SeriesDto> {
    const found = await this.database.row<Omit<SeriesDto, 'can'> & { runState: RunState }>(
      `${seriesView} where q.id = $1`,
      [id],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    const relation: RunRelation = await this.runs.relation(this.database, actor.personId, found.runId);
    if (!worksOnSessions(actor, relation) || !canSeeRun(actor, relation, found.runState))
      throw refuse(platformRefusals.not_found);
    return {
      id: found.id,
      runId: found.runId,
      everyWeeks: found.everyWeeks,
      startTime: found.startTime,
      endTime: found.endTime,
      sessionIds: found.sessionIds,
      closedDays: found.closedDays,
      can: found.runState === 'draft' || found.runState === 'open' ? ['edit'] : [],
      version: found.version,
    };
  }

  private async closedDays(tx: Tx, from: string): Promise<Set<string>> {
    const closed = await tx.find(ClosureDay, { select: { day: true }, where: { day: MoreThanOrEqual(from) } });
    return new Set(closed.map(({ day }) => day));
  }
}
