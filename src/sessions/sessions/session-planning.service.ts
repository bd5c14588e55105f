import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { insertRows, updateRows } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import type { Run } from '../runs/run.entity.js';
import { RunReadinessService } from '../runs/run-readiness.service.js';
import { type LockedRun, RunService } from '../runs/run.service.js';
import type { SessionBody, SessionChange } from './session.dto.js';
import { Session } from './session.entity.js';
import { worksOnSessions } from './session.policy.js';
import { plansToHold } from './session.queries.js';
import { isToldOfSession, requireToCome } from './session.rules.js';
import { SessionService } from './session.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { instantsOn, timesOn } from './wall-time.queries.js';
import { startsBeforeEnd } from './wall-time.rules.js';

/**
 * Co-facilitators run their own timetable: draft and change. Clashes are refused by the database
 * (BR-27).
 */
@Injectable()
export class SessionPlanningService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly runs: RunService,
    private readonly sessions: SessionService,
    private readonly readiness: RunReadinessService,
    private readonly clock: Clock,
  ) {}

  /** Drafts one session; times that the clocks skip or show twice are refused with the choices (BR-34). */
  draft(actor: Actor, runId: string, body: SessionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const run = await this.lockRunToPlan(tx, actor, runId);
      const id = newId();
      await this.insert(tx, run, body.venueId, [{ id, seriesId: null, ...body }]);
      await this.events.record(tx, actor, { type: 'session.drafted', subjectId: id, refs: { runId } });
      await this.datesChanged(tx, actor, runId);
      return id;
    });
  }

  /**
   * Changes a session. What a calendar shows of a published one is only moved by rescheduling (409
   * `session_published`).
   */
  change(actor: Actor, id: string, expected: number, wish: SessionChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const session = await this.sessions.lockSessionToWork(tx, actor, id);
      if (session.version !== expected) throw stale(session.version);
      if (session.state === 'delivered' || session.state === 'cancelled') throw refuse(sessionsRefusals.session_over);
      const moves = wish.localStart !== undefined || wish.localEnd !== undefined || wish.venueId !== undefined;
      if (moves && session.state === 'published') throw refuse(sessionsRefusals.session_published);
      const timeZone = await this.sessions.zoneAt(tx, session, wish.venueId);
      // What neither the wish nor another place moves keeps its instant, also where the clocks show its time twice.
      const stays = (local: string | undefined) => local === undefined && timeZone === session.timeZone;
      const [start, end] = [
        {
          local: wish.localStart ?? session.localStart,
          timeZone,
          occurrence: wish.startOccurrence,
          at: ['/localStart'],
        },
        { local: wish.localEnd ?? session.localEnd, timeZone, occurrence: wish.endOccurrence, at: ['/localEnd'] },
      ] as const;
      const derived = await instantsOn(tx, [
        ...(stays(wish.localStart) ? [] : [start]),
        ...(stays(wish.localEnd) ? [] : [end]),
      ]);
      const { startsAt, endsAt } = startsBeforeEnd(
        stays(wish.localStart) ? session.startsAt : derived.shift(),
        stays(wish.localEnd) ? session.endsAt : derived.shift(),
      );
      if (moves) await this.requireToCome(tx, [startsAt], wish.recordedAsHeld);
      await this.database.tellTime(tx);
      await updateRows(
        tx,
        Session,
        { id },
        {
          title: wish.title,
          planOrder: wish.planOrder,
          localStart: wish.localStart,
          localEnd: wish.localEnd,
          timeZone,
          startsAt,
          endsAt,
          plannedContactMinutes: wish.plannedContactMinutes,
          venueId: wish.venueId,
          accessNote: wish.accessNote,
          editedAlone: session.seriesId !== null,
        },
      );
      if (moves) await this.readiness.requireFitting(tx, session.runId, [id]);
      const told = isToldOfSession(session, wish, session.now);
      await this.events.record(tx, actor, {
        type: 'session.changed',
        subjectId: id,
        refs: { runId: session.runId, changeSet: this.events.changeSetOf(tx), announced: told },
      });
      await this.datesChanged(tx, actor, session.runId);
      return id;
    });
  }

  /** Locks a run for somebody who plans its sessions; for a dry run only looks at it. */
  async lockRunToPlan(
    tx: Tx,
    actor: Actor,
    runId: string,
    { onlyLook = false } = {},
  ): Promise<Pick<LockedRun, 'id' | 'timeZone' | 'now'>> {
    const run = await (onlyLook ? this.runs.look(tx, runId) : this.runs.lockRun(tx, runId));
    const relation = await this.runs.mustSee(tx, actor, runId, run.state);
    if (!worksOnSessions(actor, relation)) throw refuse(platformRefusals.forbidden);
    if (run.state === 'finished' || run.state === 'cancelled') throw refuse(sessionsRefusals.run_closed);
    return run;
  }

  /** Inserts drafts that hold the next planned sessions of their run, in this order, all at the run's venue or at one of their own. */
  async insert(
    tx: Tx,
    run: Pick<Run, 'id' | 'timeZone'>,
    venueId: string | undefined,
    drafts: readonly (SessionBody & { id: string; seriesId: string | null })[],
  ): Promise<void> {
    const runId = run.id;
    const timeZone = await this.sessions.zoneOf(tx, run, venueId);
    const times = await timesOn(tx, timeZone, drafts);
    const plans = await rows<Pick<Session, 'planOrder' | 'plannedContactMinutes'>>(tx, plansToHold, [runId]);
    const sessions = drafts.map((draft, index) => {
      const chosen = draft.planOrder;
      const plan = chosen === undefined ? plans[index] : plans.find(({ planOrder }) => planOrder === chosen);
      return {
        id: draft.id,
        runId,
        seriesId: draft.seriesId,
        planOrder: chosen ?? plan?.planOrder ?? null,
        title: draft.title ?? null,
        localStart: draft.localStart,
        localEnd: draft.localEnd,
        timeZone,
        ...times[index],
        plannedContactMinutes: draft.plannedContactMinutes ?? plan?.plannedContactMinutes ?? null,
        venueId: venueId ?? null,
        accessNote: draft.accessNote ?? null,
      };
    });
    await this.requireToCome(
      tx,
      times.map(({ startsAt }) => startsAt),
      drafts.every(({ recordedAsHeld }) => recordedAsHeld),
    );
    await insertRows(tx, Session, sessions);
    await this.readiness.requireFitting(
      tx,
      runId,
      sessions.map(({ id }) => id),
    );
  }

  /** 422 `session_in_past` or `held_too_long_ago` for what would lie in the past (BR-222). */
  async requireToCome(tx: Tx, starts: readonly Date[], recordedAsHeld = false): Promise<void> {
    requireToCome(starts, this.clock.now(), recordedAsHeld, (await this.college.policy(tx)).registerLockDays);
  }

  /** No offer of a place outlives the start, wherever that has moved: higher modules see to it. */
  private datesChanged(tx: Tx, actor: Actor, runId: string): Promise<void> {
    return this.events.actWithin(tx, 'run.capacity', runId, actor);
  }
}
