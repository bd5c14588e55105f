import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { EligibilityRule } from '../../courses/versions/content.dto.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { listed, pageFrom } from '../../platform/listing/listing.js';
import type { CountedPage } from '../../platform/http/pagination.js';
import { FacilitatorAssignment } from '../facilitators/facilitator-assignment.entity.js';
import type { RunDto } from './run.dto.js';
import type { RunQuery } from './run-query.dto.js';
import { Run } from './run.entity.js';
import { canSeeRun, plans, type RunRelation, runsIt } from './run.policy.js';
import { type OwnRun, presentRun, type RunRow } from './run.presenter.js';
import { presentSession, type SessionRow } from '../sessions/session.presenter.js';
import { sessionsOfRuns } from '../sessions/session.queries.js';
import { QueueLengths } from './queue-lengths.js';
import {
  assignedSql,
  facilitatedRunsSql,
  facilitatesSql,
  rosterDaysSql,
  runDaysSql,
} from '../facilitators/facilitation.sql.js';
import { requireRosterDays, type RunDays } from '../facilitators/facilitator.rules.js';
import {
  countedRuns,
  fromRuns,
  lockedRun,
  type lockedRunFields,
  runColumns,
  runsInOrder,
  runView,
  seenRun,
  takeTurn,
  takeTurns,
  whichRuns,
} from './run.queries.js';
import { RunReadinessService } from './run-readiness.service.js';
import type { RunState } from './run.rules.js';

/** A run while its lock is held: its places may be counted and taken. */
export interface LockedRun extends Pick<Run, (typeof lockedRunFields)[number]> {
  /**
   * When everything in the command happens that holds the lock: later than everything in those before it. Without the
   * lock: when it would.
   */
  now: Date;
  courseTitle: string;
  termMaxRuns: number | null;
  /** The run's own, or its term's. */
  bookingOpensAt: Date | null;
  minimumAge: number | null;
  /** Who may come beyond the minimum age (BR-20). */
  eligibilityRules: EligibilityRule[];
  firstStart: Date | null;
  lastEnd: Date | null;
  /** When its sessions begin that are not cancelled, in order. */
  starts: Date[];
  /**
   * When one of its coming sessions was last moved so far that withdrawing leaves no notice (BR-32); null when none
   * was.
   */
  movedFarAt: Date | null;
}

/** Scheduled deliveries of courses: what a learner enrols on. */
@Injectable()
export class RunService {
  constructor(
    private readonly database: Database,
    private readonly readiness: RunReadinessService,
    private readonly queues: QueueLengths,
    private readonly clock: Clock,
  ) {}

  /** Runs that this person may see. */
  async list(actor: Actor, query: RunQuery): Promise<CountedPage<RunDto>> {
    const now = this.clock.now();
    const risky = query.atRisk === undefined ? undefined : await this.readiness.atRisk(await this.runBy(actor));
    const found = await listed<RunRow>(
      this.database,
      {
        list: 'runs',
        columns: runColumns('$13::timestamptz'),
        from: fromRuns('$13::timestamptz'),
        counted: countedRuns(query),
        where: whichRuns(query),
        values: [
          actor.personId,
          plans(actor),
          query.termId ?? null,
          query.versionId ?? null,
          query.state ?? null,
          query.mine !== undefined || (query.state === 'draft' && !plans(actor)),
          query.title ?? null,
          query.text ?? null,
          query.venueId ?? null,
          query.from ?? null,
          query.to ?? null,
          risky ? [...risky] : null,
          now,
        ],
      },
      runsInOrder[query.sort],
      query,
    );
    const judged = found.rows.filter((run) => runsIt(actor, run)).map(({ id }) => id);
    const atRisk = risky ?? (await this.readiness.atRisk(judged));
    const own = query.mine === undefined ? undefined : await this.ownRuns(actor, found.rows, now);
    return pageFrom(found, (run) => presentRun(actor, run, now, atRisk.has(run.id), own?.(run)));
  }

  /** The runs that somebody runs: all (null) for those who plan. */
  private async runBy(actor: Actor): Promise<string[] | null> {
    if (plans(actor)) return null;
    const own = await this.database.rows<{ runId: string }>(facilitatedRunsSql('$1'), [actor.personId]);
    return own.map(({ runId }) => runId);
  }

  /** Of some of one's own runs, their next and last sessions, and to those who run them how many wait (BR-211). */
  private async ownRuns(actor: Actor, runs: readonly RunRow[], now: Date): Promise<(run: RunRow) => OwnRun> {
    const ids = runs.map(({ id }) => id);
    const sessions = await this.database.rows<SessionRow>(sessionsOfRuns, [actor.personId, ids, now]);
    const waiting = await this.queues.lengthsOf(ids);
    return (run) => ({
      waiting: runsIt(actor, run) ? (waiting.get(run.id) ?? 0) : null,
      sessions: sessions.filter(({ runId }) => runId === run.id).map((session) => presentSession(actor, session, now)),
    });
  }

  /** 404 for an unknown run, and for a draft of which one has no part. */
  async one(actor: Actor, id: string): Promise<RunDto> {
    const now = this.clock.now();
    const found = await this.database.row<RunRow>(`${runView('$3::timestamptz')} where r.id = $2`, [
      actor.personId,
      id,
      now,
    ]);
    if (!found || !canSeeRun(actor, found, found.state)) throw refuse(platformRefusals.not_found);
    const atRisk = runsIt(actor, found) && (await this.readiness.atRisk([id])).has(id);
    return presentRun(actor, found, now, atRisk);
  }

  /**
   * Locks the run and reads it, with `more` columns over `run_now` (and values from $3 on). 404 for an unknown run. Lock
   * order: run, then person.
   */
  async lockRun<More = unknown>(tx: Tx, runId: string, more = '', ...values: unknown[]): Promise<LockedRun & More> {
    const lock = () => row<LockedRun & More>(tx, lockedRun(more), [runId, this.clock.now(), ...values]);
    // Whoever had to wait holds the lock by then, and reads what the others left.
    const found = (await lock()) ?? (await lock());
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** Locks the run of a session, and answers the instant of the command; undefined for an unknown session. */
  async lockRunOf(tx: Tx, sessionId: string): Promise<Date | undefined> {
    const run = '(select s.run_id from session s where s.id = $1)';
    return (await row<Pick<LockedRun, 'now'>>(tx, takeTurn(run), [sessionId, this.clock.now()]))?.now;
  }

  /**
   * Locks several runs, in the order of their ids, and answers the one instant of the command: after that of every
   * command before it on any of them.
   */
  async lockRuns(tx: Tx, runIds: readonly string[]): Promise<Date> {
    const now = this.clock.now();
    if (runIds.length === 0) return now;
    const lock = { mode: 'for_no_key_update' } as const;
    await tx.find(Run, { select: { id: true }, where: { id: In(runIds) }, order: { id: 'ASC' }, lock });
    return (await row<Pick<LockedRun, 'now'>>(tx, takeTurns, [runIds, now]))?.now ?? now;
  }

  /** A run without the lock, with more in the same way: good enough to say what would happen, never to take a place. */
  async look<More = unknown>(tx: Tx, runId: string, more = '', ...values: unknown[]): Promise<LockedRun & More> {
    const found = await row<LockedRun & More>(tx, seenRun(more), [runId, this.clock.now(), ...values]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** Whether this person accepted to co-facilitate the run, and still is a facilitator of the college. */
  async facilitates(source: Tx | Database, personId: string, runId: string): Promise<boolean> {
    return (await this.relation(source, personId, runId)).facilitates;
  }

  /** What ties this person to a run that they may see. 404 as for `one`, at a fraction of what it costs. */
  async seen(actor: Actor, id: string): Promise<RunRelation> {
    const found = await this.database.row<RunRelation & Pick<Run, 'state'>>(
      `
        select ${columnsOf(Run, 'r', 'state')}, ${assignedSql('$1', 'r.id')} as assigned,
          ${facilitatesSql('$1', 'r.id')} as facilitates
        from run r
        where r.id = $2`,
      [actor.personId, id],
    );
    if (!found || !canSeeRun(actor, found, found.state)) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** What ties this person to the run, apart from a place on it. */
  async relation(source: Tx | Database, personId: string, runId: string): Promise<RunRelation> {
    const text = `select ${assignedSql('$1', '$2')} as assigned, ${facilitatesSql('$1', '$2')} as facilitates`;
    const found =
      source instanceof Database
        ? await source.row<RunRelation>(text, [personId, runId])
        : await row<RunRelation>(source, text, [personId, runId]);
    return found ?? { assigned: false, facilitates: false };
  }

  /** Whether this person hears the numbers of the run, and not only words (BR-211). */
  hearsNumbers(actor: Actor, relation: Pick<RunRelation, 'facilitates'>): boolean {
    return runsIt(actor, relation);
  }

  /** 403 `roster_closed` on days on which a run's facilitators see nothing of its people (BR-210). */
  async requireRosterDays(source: Tx | Database, runId: string): Promise<void> {
    const text = `select ${runDaysSql('$1')}, ${rosterDaysSql} as days`;
    const found =
      source instanceof Database
        ? await source.row<RunDays & { days: number }>(text, [runId])
        : await row<RunDays & { days: number }>(source, text, [runId]);
    if (found) requireRosterDays(this.clock.now(), found, found.days);
  }

  /** Whether somebody who was asked to facilitate has not answered yet. */
  async isUnanswered(tx: Tx, assignmentId: string): Promise<boolean> {
    return await tx.existsBy(FacilitatorAssignment, { id: assignmentId, state: 'offered' });
  }

  /** Refuses with 404 whoever may not see the run, and answers what ties them to it. */
  async mustSee(tx: Tx, actor: Actor, runId: string, state: RunState): Promise<RunRelation> {
    const relation = await this.relation(tx, actor.personId, runId);
    if (!canSeeRun(actor, relation, state)) throw refuse(platformRefusals.not_found);
    return relation;
  }
}
