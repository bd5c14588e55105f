import { Injectable } from '@nestjs/common';
import { CreditEvidenceService } from '../attendance/register/credit-evidence.service.js';
import { creditableMinutes, type SessionMinutes } from '../attendance/register/minutes.rules.js';
import { sessionMinutes } from '../attendance/register/register.queries.js';
import { CeAwardService, type CompletionEvidence } from '../ceu/ledger/ce-award.service.js';
import { refuse } from '../ceu/ceu.refusals.js';
import { automatic, type Doer } from '../platform/actor.js';
import { Database } from '../platform/database/database.js';
import { row, rows, type Tx } from '../platform/database/sql.js';
import { refuse as refusePlatform } from '../platform/errors/platform.refusals.js';
import { Events } from '../platform/events/events.js';
import { RunService } from '../sessions/runs/run.service.js';

interface RunFacts {
  versionId: string;
  mode: string;
  lastDay: string;
  over: boolean;
  orders: Record<string, number>;
}

interface PresentedSession extends SessionMinutes {
  sessionId: string;
  order: number;
  on: string;
  present: boolean;
}

/**
 * Hands over to continuing education what happened on runs. What follows from what stands in `src/app/reactions.ts`.
 */
@Injectable()
export class CreditReactions {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly awards: CeAwardService,
    private readonly evidence: CreditEvidenceService,
    private readonly runs: RunService,
  ) {}

  wire(): void {
    this.events.on('attendance.completed', 'award-credit', ({ id, personId, refs }) =>
      this.creditLearner(automatic(id), String(personId), String(refs?.runId), String(refs?.enrolmentId)),
    );
    this.events.on('register.taken', 'correct-credit', ({ id, refs }) =>
      this.creditLearners(automatic(id), String(refs?.runId)),
    );
    this.events.on('session.delivered', 'credit-presenters', ({ id, refs }) =>
      this.creditPresenters(automatic(id), String(refs?.runId)),
    );
    this.events.on('run.finished', 'credit-presenters', ({ id, subjectId }) =>
      this.creditPresenters(automatic(id), subjectId),
    );
    this.events.on('evaluation.submitted', 'count-for-credit', ({ id, personId, subjectId }) =>
      this.awards.evaluationSubmitted(automatic(id), String(personId), subjectId),
    );
    this.events.before('ce_assessment.recording', (tx, runId, doer) => this.requireFacilitator(tx, runId, doer));
    this.events.before('external_ce_claim.review', (tx, claimantId, doer) =>
      this.refuseCoFacilitator(tx, claimantId, doer),
    );
  }

  /** After a register changed: everybody for whom the run has ended already. */
  private async creditLearners(doer: Doer, runId: string): Promise<void> {
    const ended = await this.database.rows<{ id: string; personId: string }>(
      `
        select id, person_id as "personId"
        from enrolment
        where run_id = $1 and state in ('completed', 'not_completed')
        order by person_id`,
      [runId],
    );
    for (const { id, personId } of ended) await this.creditLearner(doer, personId, runId, id);
  }

  private creditLearner(doer: Doer, personId: string, runId: string, enrolmentId: string): Promise<void> {
    return this.awards.award(doer, { personId, runId }, async (tx): Promise<CompletionEvidence | undefined> => {
      const run = await this.factsOf(tx, runId);
      const [found] = await this.evidence.ofRun(tx, runId, enrolmentId);
      const enrolment = await row<{ completed: boolean }>(
        tx,
        `select state = 'completed' as completed from enrolment where id = $1`,
        [enrolmentId],
      );
      if (!run || !found || !enrolment) return undefined;
      return {
        versionId: run.versionId,
        mode: run.mode,
        role: 'learner',
        completed: enrolment.completed,
        completedOn: run.lastDay,
        sessions: found.sessions.map(({ sessionId, day, markId, allowableMinutes, creditableMinutes: creditable }) => ({
          sessionId,
          order: run.orders[sessionId] ?? 0,
          on: day,
          allowableMinutes,
          creditableMinutes: creditable,
          markId,
        })),
      };
    });
  }

  private async creditPresenters(doer: Doer, runId: string): Promise<void> {
    const present = await this.database.rows<{ personId: string }>(
      `
        select distinct p.person_id as "personId"
        from facilitator_presence p
        join session s on s.id = p.session_id
        where s.run_id = $1 and p.present and p.delivery_role not in ('observer', 'shadow')
        order by 1`,
      [runId],
    );
    for (const { personId } of present) {
      await this.awards.award(doer, { personId, runId }, async (tx): Promise<CompletionEvidence | undefined> => {
        const run = await this.factsOf(tx, runId);
        if (!run?.over) return undefined;
        const sessions = await rows<PresentedSession>(tx, presentedSessions, [runId, personId]);
        return {
          versionId: run.versionId,
          mode: run.mode,
          role: 'presenter',
          completed: true,
          completedOn: run.lastDay,
          sessions: sessions.map((session) => {
            const { allowable } = creditableMinutes([{ from: 0, to: session.duration }], session);
            return {
              sessionId: session.sessionId,
              order: session.order,
              on: session.on,
              allowableMinutes: allowable,
              creditableMinutes: session.present ? allowable : 0,
            };
          }),
        };
      });
    }
  }

  /** Undefined until a session was delivered. */
  private factsOf(tx: Tx, runId: string): Promise<RunFacts | undefined> {
    return row<RunFacts & Record<string, unknown>>(
      tx,
      `
        select r.version_id as "versionId", r.mode,
          max(s.local_start) filter (where s.state = 'delivered')::date::text as "lastDay",
          r.state <> 'cancelled' and bool_and(s.state in ('delivered', 'cancelled')) as over,
          json_object_agg(s.id, s.position) as orders
        from run r
        join session s on s.run_id = r.id
        where r.id = $1
        group by r.id
        having bool_or(s.state = 'delivered')`,
      [runId],
    );
  }

  private async requireFacilitator(tx: Tx, runId: string, { personId }: Doer): Promise<void> {
    if (personId === null || !(await this.runs.facilitates(tx, personId, runId))) throw refusePlatform('not_found');
  }

  /** Nobody reviews the claim of somebody they facilitate with (BR-119). */
  private async refuseCoFacilitator(tx: Tx, claimantId: string, doer: Doer): Promise<void> {
    const together = await row(
      tx,
      `
        select 1 as one
        from facilitator_assignment a
        join facilitator_assignment b on b.run_id = a.run_id
        where a.person_id = $1 and b.person_id = $2 and a.state = 'accepted' and b.state = 'accepted'
        limit 1`,
      [claimantId, doer.personId],
    );
    if (together) throw refuse('claim_review_conflict');
  }
}

const presentedSessions = `
  select s.id as "sessionId", s.position as "order", s.local_start::date::text as "on", ${sessionMinutes('s')},
    coalesce(
      (select p.present from facilitator_presence p where p.session_id = s.id and p.person_id = $2), false
    ) as present
  from session s
  join run r on r.id = s.run_id
  join course_version cv on cv.id = r.version_id
  where s.run_id = $1 and s.state = 'delivered'
  order by s.starts_at, s.id`;
