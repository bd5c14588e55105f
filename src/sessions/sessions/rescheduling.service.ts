import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import type { ReschedulingBody } from './session.dto.js';
import { movedFar } from './session.rules.js';
import { type LockedSession, SessionService } from './session.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { instantsOf } from './wall-time.rules.js';

/** Moving a session that was announced: the same session, old and new times on record, and learners told (BR-32). */
@Injectable()
export class ReschedulingService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  /** Moves a published session: same id, same calendar entry, old and new times on record, learners told (BR-32). */
  reschedule(actor: Actor, id: string, body: ReschedulingBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSessionToWork(tx, actor, id);
      if (session.state !== 'published') throw refuse(sessionsRefusals.not_a_published_session);
      await this.moveSession(tx, actor, session, body, newId(), true);
      return id;
    });
  }

  /**
   * Moves one session; of a published one a record is kept. `changeSet` ties the moves of one change together, so that
   * each person hears once.
   */
  async moveSession(
    tx: Tx,
    actor: Actor,
    session: LockedSession,
    body: ReschedulingBody,
    changeSet: string,
    alone: boolean,
  ): Promise<void> {
    const { startsAt, endsAt } = instantsOf({ ...body, timeZone: session.timeZone });
    const { rescheduleToleranceMinutes } = await this.college.policy(tx);
    const freeWithdrawal = movedFar(session, { startsAt, endsAt }, rescheduleToleranceMinutes);
    const venueId = body.venueId === undefined ? session.venueId : body.venueId;
    await changed(
      tx,
      `
        update session
        set local_start = $2, local_end = $3, starts_at = $4, ends_at = $5, venue_id = $6,
          edited_alone = edited_alone or $7
        where id = $1`,
      [session.id, body.localStart, body.localEnd, startsAt, endsAt, venueId, alone && session.seriesId !== null],
    );
    if (session.state === 'draft') return;
    await changed(
      tx,
      `
        insert into session_rescheduling (
          id, session_id, from_starts_at, from_ends_at, from_time_zone, from_venue_id, to_starts_at, to_ends_at,
          to_time_zone, to_venue_id, free_withdrawal, change_set, moved_by, moved_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $5, $9, $10, $11, $12, $13)`,
      [
        newId(),
        session.id,
        session.startsAt,
        session.endsAt,
        session.timeZone,
        session.venueId,
        startsAt,
        endsAt,
        venueId,
        freeWithdrawal,
        changeSet,
        actor.personId,
        this.clock.now(),
      ],
    );
    await this.events.record(tx, actor, {
      type: 'session.rescheduled',
      subjectId: session.id,
      refs: {
        runId: session.runId,
        changeSet,
        freeWithdrawal,
        from: session.startsAt.toISOString(),
        to: startsAt.toISOString(),
      },
    });
    // No offer of a place outlives the start, wherever that has moved: higher modules see to it.
    await this.events.actWithin(tx, 'run.capacity', session.runId, actor);
  }
}
