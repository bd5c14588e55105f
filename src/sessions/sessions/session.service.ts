import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, findRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { listed, pageFrom } from '../../platform/listing/listing.js';
import type { CountedPage } from '../../platform/http/pagination.js';
import { plans, type RunRelation } from '../runs/run.policy.js';
import type { DeliveryMode, RunState } from '../runs/run.rules.js';
import { RunService } from '../runs/run.service.js';
import type { SessionDto, SessionQuery, SessionsQuery } from './session.dto.js';
import { Venue } from '../venues/venue.entity.js';
import { Session } from './session.entity.js';
import { canSeeSession, sessionActions, type SessionFacts, worksOnSessions } from './session.policy.js';
import { presentSession, type SessionRow } from './session.presenter.js';
import {
  cancelledTogether,
  countedSessions,
  fromSessions,
  lockedSession,
  type readFields,
  sessionColumns,
  sessionOrders,
  sessionView,
  whichSessions,
} from './session.queries.js';
import { sessionsRefusals } from '../sessions.refusals.js';

/** A session while the lock of its run is held. */
export interface LockedSession extends Pick<
  Session,
  (typeof readFields)[number] | 'venueId' | 'accessNote' | 'deliveredAt'
> {
  /** `YYYY-MM-DDTHH:MM`, as is the end. */
  localStart: string;
  localEnd: string;
  /** When everything in the command happens that holds the lock of its run. */
  now: Date;
  mode: DeliveryMode;
  runState: RunState;
  hasAccessInfo: boolean;
  /** The zone of its run, in which it is without a venue of its own. */
  runTimeZone: string;
}

/** What is known of a session that is still to come. */
export type ComingSession = Pick<Session, 'id' | 'runId' | 'startsAt' | 'timeZone'>;

/** The dated meetings of runs: reading them, and locking one for a command. */
@Injectable()
export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunService,
    private readonly clock: Clock,
  ) {}

  /** The sessions of a run that this person may see, by start. 404 when the run is hidden. */
  async list(actor: Actor, runId: string, query: SessionQuery): Promise<CountedPage<SessionDto>> {
    const { assigned } = await this.runs.seen(actor, runId);
    const found = await listed<SessionRow>(
      this.database,
      {
        list: 'sessions of a run',
        columns: sessionColumns,
        from: fromSessions,
        counted: 'from session s',
        where: `s.run_id = $2 and ($3 or s.state <> 'draft')`,
        values: [actor.personId, runId, plans(actor) || assigned],
      },
      sessionOrders.soonest,
      query,
    );
    const now = this.clock.now();
    return pageFrom(found, (session) => presentSession(actor, session, now));
  }

  /** Sessions of the whole college by start, for those who plan; for those who facilitate, of their own runs. */
  async all(actor: Actor, query: SessionsQuery): Promise<CountedPage<SessionDto>> {
    const { from = null, to = null, venueId = null, facilitatorId = null, state = null } = query;
    const now = this.clock.now();
    const found = await listed<SessionRow>(
      this.database,
      {
        list: 'sessions',
        columns: sessionColumns,
        from: fromSessions,
        counted: countedSessions(query),
        where: whichSessions(query, plans(actor)),
        values: [actor.personId, now, plans(actor), from, to, venueId, facilitatorId, state],
      },
      sessionOrders[query.sort],
      query,
    );
    return pageFrom(found, (session) => presentSession(actor, session, now));
  }

  /** 404 for an unknown session, and for a draft of a run in which one has no part. */
  async one(actor: Actor, id: string): Promise<SessionDto> {
    const found = await this.database.row<SessionRow>(`${sessionView} where s.id = $2`, [actor.personId, id]);
    if (!found || !canSeeSession(actor, found, found.state, found.runState)) throw refuse(platformRefusals.not_found);
    return presentSession(actor, found, this.clock.now());
  }

  /** What this person may do with a session of which that much is known. */
  actions(actor: Actor, relation: RunRelation, session: SessionFacts, now: Date): SessionDto['can'] {
    return sessionActions(actor, relation, session, now);
  }

  /** A published session that has not begun; undefined for every other. */
  ahead(tx: Tx, id: string): Promise<ComingSession | undefined> {
    return row<ComingSession>(
      tx,
      `
        select ${columnsOf(Session, 's', 'id', 'runId', 'startsAt', 'timeZone')}
        from session s
        where s.id = $1 and s.state = 'published' and s.starts_at > $2`,
      [id, this.clock.now()],
    );
  }

  /** Published sessions that begin within so many hours from now, by start. */
  beginningWithin(hours: number): Promise<ComingSession[]> {
    return this.database.rows<ComingSession>(
      `
        select ${columnsOf(Session, 's', 'id', 'runId', 'startsAt', 'timeZone')}
        from session s
        where s.state = 'published'
          and s.starts_at > $1
          and s.starts_at <= $1::timestamptz + make_interval(hours => $2)
        order by s.starts_at, s.id`,
      [this.clock.now(), hours],
    );
  }

  /** What was announced of all that was cancelled in the same step as this session, by start. */
  cancelledWith(source: Tx | Database, id: string): Promise<Pick<Session, 'id' | 'runId'>[]> {
    return source instanceof Database ? source.rows(cancelledTogether, [id]) : rows(source, cancelledTogether, [id]);
  }

  /** The zone of a session: that of its own venue, else that of its run (BR-178). */
  async zoneOf(tx: Tx, run: { timeZone: string }, venueId: string | null | undefined): Promise<string> {
    const venue = venueId ? await findRow(tx, Venue, { id: venueId }, ['timeZone']) : undefined;
    return venue?.timeZone ?? run.timeZone;
  }

  /** The zone that a session has after a change of its place; left out, the place stays. */
  zoneAt(tx: Tx, session: LockedSession, venueId: string | null | undefined): Promise<string> {
    return venueId === undefined
      ? Promise.resolve(session.timeZone)
      : this.zoneOf(tx, { timeZone: session.runTimeZone }, venueId);
  }

  /** Locks the session's run, then reads the session. 404 for an unknown one. */
  async lockSession(tx: Tx, id: string): Promise<LockedSession> {
    const now = await this.runs.lockRunOf(tx, id);
    const found = await row<Omit<LockedSession, 'now'>>(tx, lockedSession, [id]);
    if (!now || !found) throw refuse(platformRefusals.not_found);
    return { ...found, now };
  }

  /**
   * Locks a session for somebody who works on it: 404 when hidden, 403 for others than its co-facilitators and
   * coordinators, 409 once the run has ended, unless what they do belongs after it.
   */
  async lockSessionToWork(tx: Tx, actor: Actor, id: string, after = { ended: false }): Promise<LockedSession> {
    const session = await this.lockSession(tx, id);
    const relation = await this.runs.relation(tx, actor.personId, session.runId);
    if (!canSeeSession(actor, relation, session.state, session.runState)) throw refuse(platformRefusals.not_found);
    if (!worksOnSessions(actor, relation)) throw refuse(platformRefusals.forbidden);
    if (!after.ended && (session.runState === 'finished' || session.runState === 'cancelled'))
      throw refuse(sessionsRefusals.run_closed);
    return session;
  }
}
