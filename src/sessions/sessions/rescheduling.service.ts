import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { insertRow, updateRows } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { SessionWaiver } from '../delivery/facilitator-presence.entity.js';
import { RunReadinessService } from '../runs/run-readiness.service.js';
import type { ReschedulingBody } from './session.dto.js';
import { Session, SessionRescheduling } from './session.entity.js';
import { type MarkChoice, movedFar, requireToCome } from './session.rules.js';
import { SessionMarks } from './session-marks.js';
import { type LockedSession, SessionService } from './session.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { timesOn } from './wall-time.queries.js';
import { startsBeforeEnd } from './wall-time.rules.js';

/** Moving a session that was announced: the same session, old and new times on record, and learners told (BR-32). */
@Injectable()
export class ReschedulingService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly sessions: SessionService,
    private readonly readiness: RunReadinessService,
    private readonly marks: SessionMarks,
  ) {}

  /**
   * Moves a published session: same id, same calendar entry, old and new times on record, learners told (BR-32). To where
   * it stands already, nothing is written.
   */
  reschedule(actor: Actor, id: string, body: ReschedulingBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSessionToWork(tx, actor, id);
      if (session.state !== 'published') throw refuse(sessionsRefusals.not_a_published_session);
      await this.database.tellTime(tx);
      await this.moveSession(tx, actor, session, body, true);
      return id;
    });
  }

  /**
   * Moves one session and answers its new start; of a published one a record is kept. Whoever calls has told the time
   * (`tellTime`): calendars show when.
   */
  async moveSession(tx: Tx, doer: Doer, session: LockedSession, body: ReschedulingBody, alone: boolean): Promise<Date> {
    const timeZone = await this.sessions.zoneAt(tx, session, body.venueId);
    const [times] = await timesOn(tx, timeZone, [body]);
    const { startsAt, endsAt } = startsBeforeEnd(times?.startsAt, times?.endsAt);
    const { rescheduleToleranceMinutes, registerLockDays } = await this.college.policy(tx);
    const held = startsAt <= session.now;
    requireToCome([startsAt], session.now, body.recordedAsHeld ?? false, registerLockDays);
    const venueId = body.venueId === undefined ? session.venueId : body.venueId;
    if (alone && !moves(session, { startsAt, endsAt, venueId })) return startsAt;
    await this.decideMarks(tx, doer, session.id, body.marks);
    const freeWithdrawal = movedFar(session, { startsAt, endsAt }, rescheduleToleranceMinutes);
    // That nobody else could be found was true of the date before (BR-28).
    if (freeWithdrawal)
      await updateRows(tx, SessionWaiver, { sessionId: session.id, takenBackAt: null }, { takenBackAt: session.now });
    await updateRows(
      tx,
      Session,
      { id: session.id },
      {
        localStart: body.localStart,
        localEnd: body.localEnd,
        startsAt,
        endsAt,
        timeZone,
        venueId,
        ...(alone && session.seriesId !== null && { editedAlone: true }),
      },
    );
    // What stays on its wall, as when the rules of its zone change, needs no more than it needed before.
    const staysOnWall = body.localStart === session.localStart && body.localEnd === session.localEnd;
    if (!staysOnWall || venueId !== session.venueId)
      await this.readiness.requireFitting(tx, session.runId, [session.id]);
    if (session.state === 'draft') return startsAt;
    const changeSet = this.events.changeSetOf(tx);
    await insertRow(tx, SessionRescheduling, {
      id: newId(),
      sessionId: session.id,
      fromStartsAt: session.startsAt,
      fromEndsAt: session.endsAt,
      fromTimeZone: session.timeZone,
      fromVenueId: session.venueId,
      toStartsAt: startsAt,
      toEndsAt: endsAt,
      toTimeZone: timeZone,
      toVenueId: venueId,
      freeWithdrawal,
      changeSet,
      movedBy: doer.personId,
      movedAt: session.now,
    });
    await this.events.record(tx, doer, {
      type: 'session.rescheduled',
      subjectId: session.id,
      refs: {
        runId: session.runId,
        changeSet,
        freeWithdrawal,
        announced: !held && moves(session, { startsAt, endsAt, venueId }),
        from: session.startsAt.toISOString(),
        to: startsAt.toISOString(),
      },
    });
    // No offer of a place outlives the start, wherever that has moved: higher modules see to it.
    await this.events.actWithin(tx, 'run.capacity', session.runId, doer);
    return startsAt;
  }

  /**
   * What stands for the date before is kept or cleared, as whoever moves the session says; what they cannot see on the
   * register, such as an apology under a later mark, goes unless they keep it (BR-222).
   */
  private async decideMarks(tx: Tx, doer: Doer, id: string, choice: MarkChoice | undefined): Promise<void> {
    if (choice === 'keep') return;
    if (choice === undefined && (await this.marks.anyOf(tx, id))) throw refuse(sessionsRefusals.session_has_marks);
    await this.marks.clear(tx, doer, id);
  }
}

type WhenAndWhere = Pick<LockedSession, 'startsAt' | 'endsAt' | 'venueId'>;

/** Whether there is anything to tell: the same time and place again are none (BR-180). */
const moves = (from: WhenAndWhere, to: WhenAndWhere): boolean =>
  from.startsAt.getTime() !== to.startsAt.getTime() ||
  from.endsAt.getTime() !== to.endsAt.getTime() ||
  from.venueId !== to.venueId;
