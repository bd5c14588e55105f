import { Injectable } from '@nestjs/common';
import type { SessionPlan } from '../../courses/versions/content.dto.js';
import { CourseVersionService, type RunnableVersion } from '../../courses/versions/course-version.service.js';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx, wallTime } from '../../platform/database/sql.js';
import { columnsOf, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { fieldError, refuse, refuseUnmet } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { Session } from '../sessions/session.entity.js';
import { SessionMarks } from '../sessions/session-marks.js';
import { ownTitleSql } from '../sessions/session.sql.js';
import { minutesBetween } from '../sessions/wall-time.rules.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { Run } from './run.entity.js';
import { RunReadinessService } from './run-readiness.service.js';
import { refuseOtherMode, unmetForOpening } from './run.rules.js';
import { type LockedRun, RunService } from './run.service.js';
import type { VersionChangeBody, VersionProposalDto } from './version-change.dto.js';
import { faultsOfPlans, proposedPlans, type SessionToPlan } from './version-change.rules.js';

type LiveSession = SessionToPlan &
  Pick<Session, 'state' | 'startsAt' | 'endsAt' | 'plannedContactMinutes'> & { ownTitle: string | null };

interface Move {
  run: LockedRun;
  to: RunnableVersion & { heldPlans: SessionPlan[] };
  sessions: LiveSession[];
}

/**
 * Moving a run to another version of its course, while nothing of it was held (BR-13, BR-176). 409 `run_closed`,
 * `run_on_this_version`, `run_under_way`; 422 `different_courses`, `mode_not_offered`, and whatever keeps a new run off
 * the version.
 */
@Injectable()
export class VersionChangeService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly versions: CourseVersionService,
    private readonly runs: RunService,
    private readonly readiness: RunReadinessService,
    private readonly marks: SessionMarks,
  ) {}

  /** Which planned session each session would hold, for a person to confirm; nothing changes. */
  propose(runId: string, versionId: string): Promise<VersionProposalDto> {
    return this.database.transaction(async (tx) => {
      const { to, sessions } = await this.look(tx, runId, versionId);
      const choices = proposedPlans(sessions, to.sessionPlans);
      return {
        runId,
        versionId,
        sessions: sessions.map(({ id, title, startsAt, planOrder }, index) => ({
          sessionId: id,
          title,
          startsAt: startsAt.toISOString(),
          heldPlanOrder: planOrder,
          planOrder: choices[index]?.planOrder ?? null,
        })),
        plannedSessions: to.sessionPlans.map(({ order, title, minutesContact }) => ({ order, title, minutesContact })),
      };
    });
  }

  /**
   * Moves the run, with a decision for each of its sessions: 400 names those that lack one. An open run meets the gates
   * of opening with the other version too (BR-21 to BR-26). Contact minutes that a session took from its plan follow the
   * new one.
   */
  change(actor: Actor, runId: string, { versionId, sessions: choices }: VersionChangeBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { run, to, sessions } = await this.look(tx, runId, versionId);
      const faults = faultsOfPlans(choices, sessions, to.sessionPlans);
      if (faults.length > 0) throw refuse(platformRefusals.validation_failed, { errors: faults });
      const decided = choices.flatMap(({ sessionId, planOrder }, index) => {
        const session = sessions.find(({ id }) => id === sessionId);
        if (!session) return [];
        const held = planned(to.heldPlans, session.planOrder);
        const next = planned(to.sessionPlans, planOrder);
        const minutes = minutesAfter(session, held, next);
        requireFittingIn(session, minutes, index);
        return [
          { id: sessionId, planOrder, minutes, changed: isChanged(session, minutes, held, next, to.courseTitle) },
        ];
      });
      // First none, then the new version, then its plans: no planned session is ever held twice or unknown.
      await updateRows(tx, Session, { runId }, { planOrder: null });
      await updateRows(tx, Run, { id: runId }, { versionId });
      await rows(
        tx,
        `
          update session s
          set plan_order = d."planOrder", planned_contact_minutes = d.minutes
          from jsonb_to_recordset($1::jsonb) as d(id uuid, "planOrder" integer, minutes integer)
          where s.id = d.id`,
        [JSON.stringify(decided)],
      );
      const { facts, policy } = await this.readiness.facts(tx, runId);
      if (run.state === 'open') refuseUnmet(unmetForOpening(facts, policy));
      await this.events.record(tx, actor, {
        type: 'run.version_changed',
        subjectId: runId,
        refs: { fromVersionId: run.versionId, versionId, changed: decided.some(({ changed }) => changed) },
      });
      return runId;
    });
  }

  private async look(tx: Tx, runId: string, versionId: string): Promise<Move> {
    const run = await this.runs.lockRun(tx, runId);
    if (run.state === 'finished' || run.state === 'cancelled') throw refuse(sessionsRefusals.run_closed);
    if (run.versionId === versionId) throw refuse(sessionsRefusals.run_on_this_version);
    const to = await this.versions.runnableInstead(tx, run.versionId, versionId);
    refuseOtherMode(to.deliveryModes, run.mode);
    const sessions = await rows<LiveSession>(
      tx,
      `
        select ${columnsOf(Session, 's', 'id', 'planOrder', 'state', 'startsAt', 'endsAt', 'plannedContactMinutes')},
          s.title as "ownTitle", coalesce(${ownTitleSql('s', 'cv')}, c.title) as title,
          ${wallTime('s.local_start')} as "localStart"
        from session s
        join run r on r.id = s.run_id
        join course_version cv on cv.id = r.version_id
        join course c on c.id = cv.course_id
        where s.run_id = $1 and s.state <> 'cancelled'
        order by s.starts_at, s.id`,
      [runId],
    );
    const begun = sessions.some(({ state, startsAt }) => state !== 'draft' && startsAt <= run.now);
    if (begun || (await this.marks.everOn(tx, runId))) throw refuse(sessionsRefusals.run_under_way);
    return { run, to, sessions };
  }
}

const planned = (plans: readonly SessionPlan[], planOrder: number | null): SessionPlan | undefined =>
  plans.find(({ order }) => order === planOrder);

/** Minutes that somebody set for this one session stay. */
const minutesAfter = (
  { plannedContactMinutes }: LiveSession,
  held: SessionPlan | undefined,
  next: SessionPlan | undefined,
): number | null =>
  next && (plannedContactMinutes === null || plannedContactMinutes === held?.minutesContact)
    ? next.minutesContact
    : plannedContactMinutes;

function requireFittingIn({ startsAt, endsAt }: LiveSession, minutes: number | null, index: number): void {
  const most = minutesBetween(startsAt, endsAt);
  if ((minutes ?? 0) <= most) return;
  const code = sessionsRefusals.planned_minutes_exceed_session;
  const pointer = `/sessions/${index}/planOrder`;
  throw refuse(code, { values: { most }, errors: [fieldError(code, `problems.${code}.detail`, { most }, pointer)] });
}

/** Whether what people were promised of a published session changes: its title, its minutes, or what of it counts. */
const isChanged = (
  { state, title, ownTitle, plannedContactMinutes }: LiveSession,
  minutes: number | null,
  held: SessionPlan | undefined,
  next: SessionPlan | undefined,
  courseTitle: string,
): boolean =>
  state === 'published' &&
  (title !== (ownTitle ?? next?.title ?? courseTitle) ||
    minutes !== plannedContactMinutes ||
    countingOf(held) !== countingOf(next));

const countingOf = (plan: SessionPlan | undefined): string =>
  JSON.stringify(plan?.activities.map(({ kind, minutes, allowableForCeu }) => [kind, minutes, allowableForCeu]));
