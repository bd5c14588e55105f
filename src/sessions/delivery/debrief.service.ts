import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import type { DebriefBody, DebriefDto } from './delivery.dto.js';
import { SessionDebrief } from './facilitator-presence.entity.js';
import { RunService } from '../runs/run.service.js';
import { SessionService } from '../sessions/session.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';

/** What the facilitators of a session note about their own practice. Nothing here can point at a learner (BR-39). */
@Injectable()
export class DebriefService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly runs: RunService,
    private readonly sessions: SessionService,
  ) {}

  /**
   * Writes my notes, or writes them anew. 403 for others than the run's co-facilitators, 422 before the session was
   * delivered.
   */
  async write(
    actor: Actor,
    id: string,
    { wentWell = null, toChange = null, coFacilitation = null, supervisionWanted = false }: DebriefBody,
  ): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSessionToWork(tx, actor, id, { ended: true });
      if (!(await this.runs.facilitates(tx, actor.personId, session.runId))) throw refuse(platformRefusals.forbidden);
      if (session.state !== 'delivered') throw refuse(sessionsRefusals.session_not_delivered);
      await changed(
        tx,
        `
          insert into session_debrief (
            session_id, person_id, went_well, to_change, co_facilitation, supervision_asked_at, written_at
          )
          values ($1, $2, $3, $4, $5, case when $6 then $7::timestamptz end, $7)
          on conflict (session_id, person_id)
          do update set went_well = excluded.went_well, to_change = excluded.to_change,
            co_facilitation = excluded.co_facilitation,
            supervision_asked_at = case when $6 then coalesce(session_debrief.supervision_asked_at, $7::timestamptz) end,
            written_at = excluded.written_at`,
        [id, actor.personId, wentWell, toChange, coFacilitation, supervisionWanted, session.now],
      );
      await this.events.record(tx, actor, {
        type: 'session.debriefed',
        subjectId: id,
        refs: { runId: session.runId, supervisionWanted },
      });
      return id;
    });
  }

  /** The notes of both; for the run's co-facilitators only, 404 for everybody else. */
  async list(actor: Actor, id: string): Promise<DebriefDto[]> {
    const { runId } = await this.sessions.one(actor, id);
    if (!(await this.runs.facilitates(this.database, actor.personId, runId))) throw refuse(platformRefusals.not_found);
    const found = await this.database.rows<Omit<DebriefDto, 'writtenAt'> & Pick<SessionDebrief, 'writtenAt'>>(
      `
        select ${columnsOf(SessionDebrief, 'd', 'personId', 'wentWell', 'toChange', 'coFacilitation')},
          d.supervision_asked_at is not null as "supervisionWanted", ${columnsOf(SessionDebrief, 'd', 'writtenAt')}, p.chosen_name as "chosenName"
        from session_debrief d
        join person p on p.id = d.person_id
        where d.session_id = $1
        order by d.written_at, d.person_id
        limit 20`,
      [id],
    );
    return found.map((debrief) => ({ ...debrief, writtenAt: debrief.writtenAt.toISOString() }));
  }
}
