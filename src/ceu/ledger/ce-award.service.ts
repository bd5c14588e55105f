import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { insertRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { kindUnder } from '../approvals/ce-approval.rules.js';
import { type ApprovalCase, casesOf, type CreditCase, lockPerson } from './ce-award.queries.js';
import { type Decision, retainedUntil, type SessionCredit } from './ce-award.rules.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type { CreditRole } from './ce-credit.rules.js';
import { CeRequirement } from './ce-entry.entity.js';
import { CeLedgerService } from './ce-ledger.service.js';
import { currentEntry } from './ce-ledger.rules.js';
import { judge, uncovered, ruleOf } from './ce-judgement.rules.js';

/** What a person did on a run, as the modules above know it. */
export interface CompletionEvidence {
  versionId: string;
  role: CreditRole;
  /** Learners: whether the run counts as completed. Presenters: whether it is over. */
  completed: boolean;
  mode: string;
  /** The day of the last session, at the place where it was held. */
  completedOn: string;
  /** Every session that was delivered, attended or not. */
  sessions: SessionCredit[];
}

/**
 * Turns attended minutes into credit: once per person, run and approval, and anew whenever what it stands on changes.
 */
@Injectable()
export class CeAwardService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly ledger: CeLedgerService,
  ) {}

  /**
   * Awards what a completed run earns under every approval of its version, corrects what was awarded on other evidence,
   * and reverses what is not earned any more. The evidence is read inside the transaction that awards, under the
   * person's lock, so that however often and however much at the same time this is called, the ledger says the same.
   * Undefined evidence: nothing to do.
   */
  async award(
    doer: Doer,
    { personId, runId }: { personId: string; runId: string },
    evidenceOf: (tx: Tx) => Promise<CompletionEvidence | undefined>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockPerson(tx, personId);
      const evidence = await evidenceOf(tx);
      if (!evidence) return;
      await changed(
        tx,
        `
          insert into ce_completion (
            person_id, run_id, version_id, role, completed, mode, completed_on, sessions, recorded_at
          )
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
          on conflict (person_id, run_id)
          do update set role = $4, completed = $5, mode = $6, completed_on = $7, sessions = $8, recorded_at = $9`,
        [
          personId,
          runId,
          evidence.versionId,
          evidence.role,
          evidence.completed,
          evidence.mode,
          evidence.completedOn,
          JSON.stringify(evidence.sessions),
          this.clock.now(),
        ],
      );
      await this.settle(tx, doer, personId, runId);
    });
  }

  /** Somebody handed in an evaluation of a run. What it says stays where it is; here only the fact counts (BR-113). */
  async evaluationSubmitted(doer: Doer, personId: string, runId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockPerson(tx, personId);
      await this.require(tx, doer, personId, runId, 'evaluation', true);
    });
  }

  /**
   * A facilitator of the run records whether an assessment was passed. 404 for a run of others, 403 `ce_own_record` for
   * oneself.
   */
  recordAssessment(
    actor: Actor,
    runId: string,
    { personId, passed }: { personId: string; passed: boolean },
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      await this.events.checkBefore(tx, 'ce_assessment.recording', runId, actor);
      refuseOwnRecord(actor, personId, ceuRefusals.ce_own_record);
      await lockPerson(tx, personId);
      const id = await this.require(tx, actor, personId, runId, 'assessment', passed);
      await this.events.record(tx, actor, {
        type: 'ce_assessment.recorded',
        subjectId: id,
        personId,
        refs: { runId, passed },
      });
      return id;
    });
  }

  /**
   * An administrator awards what did not come by itself, for instance because the approval came late, and answers the
   * entry. 404 when the person did not complete the run, 409 `ce_awarded_already`, 422 `approval_not_valid_on_date`
   * (BR-106) or `ce_not_earned`: which condition is open is for the person to see alone (BR-111).
   */
  awardNow(
    actor: Actor,
    runId: string,
    { personId, approvalId }: { personId: string; approvalId: string },
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      refuseOwnRecord(actor, personId, ceuRefusals.ce_own_record);
      await lockPerson(tx, personId);
      const [one] = await casesOf(tx, personId, [runId]);
      if (!one) throw refuse(platformRefusals.not_found);
      const found = one.approvals.find(({ approval }) => approval.id === approvalId);
      if (!found)
        throw refuse(ceuRefusals.approval_not_valid_on_date, {
          values: { day: one.sessions[0]?.on ?? one.completedOn },
        });
      if (currentEntry(found.chain)) throw refuse(ceuRefusals.ce_awarded_already);
      const decision = judge(one, found);
      const [first] = decision.unmet;
      if (first?.code === 'approval_not_valid_on_date')
        throw refuse(ceuRefusals.approval_not_valid_on_date, { values: { day: uncovered(one, found) ?? '' } });
      if (!decision.credit) throw refuse(ceuRefusals.ce_not_earned);
      const id = await this.enter(tx, actor, one, found, decision);
      if (id === undefined) throw refuse(ceuRefusals.ce_awarded_already);
      return id;
    });
  }

  private async settle(tx: Tx, doer: Doer, personId: string, runId: string): Promise<void> {
    const [one] = await casesOf(tx, personId, [runId]);
    if (!one) return;
    for (const each of one.approvals) {
      // What an administrator took back stays back until one awards it again.
      if (each.chain.at(-1)?.cause === 'administrator') continue;
      await this.enter(tx, doer, one, each, judge(one, each));
    }
  }

  private async enter(
    tx: Tx,
    doer: Doer,
    one: CreditCase,
    { approval, chain, presentedBefore }: ApprovalCase,
    { credit }: Decision,
  ): Promise<string | undefined> {
    const { name: provider, timeZone } = await this.college.current(tx);
    const today = dateAt(this.clock.now(), timeZone);
    const rule = ruleOf(approval, chain);
    const dates = one.sessions.map(({ on }) => on).sort();
    return this.ledger.correctTo(tx, doer, chain, credit, 'evidence_changed', {
      personId: one.personId,
      runId: one.runId,
      claimId: null,
      approvalId: approval.id,
      kind: kindUnder(approval, today),
      role: one.role,
      title: one.courseTitle,
      mode: one.mode,
      provider,
      startsOn: dates[0] ?? one.completedOn,
      endsOn: dates.at(-1) ?? one.completedOn,
      completedOn: one.completedOn,
      cycleYear: Number(one.completedOn.slice(0, 4)),
      rule: { ...rule, approvalVersion: approval.version },
      approval: chain[0]?.approval ?? {
        name: approval.name,
        approver: approval.approver,
        approvalNumber: approval.approvalNumber,
        certificateText: approval.certificateText,
        validFrom: approval.validFrom,
        validTo: approval.validTo,
      },
      evidence: {
        sessions: one.sessions,
        evaluation: one.evaluation,
        assessment: one.assessment,
        ...(one.role === 'presenter' && {
          presented: one.sessions
            .filter(({ order, creditableMinutes }) => creditableMinutes > 0 && !presentedBefore.includes(order))
            .map(({ order }) => order),
        }),
      },
      retainedUntil: retainedUntil(today, rule.retentionYears),
    });
  }

  private async require(
    tx: Tx,
    doer: Doer,
    personId: string,
    runId: string,
    requirement: CeRequirement['requirement'],
    met: boolean,
  ): Promise<string> {
    const id = newId();
    await insertRow(tx, CeRequirement, {
      id,
      personId,
      runId,
      requirement,
      met,
      recordedBy: doer.personId,
      recordedAt: this.clock.now(),
    });
    await this.settle(tx, doer, personId, runId);
    return id;
  }
}
