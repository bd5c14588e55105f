import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { transition } from '../../platform/states/state-table.js';
import { chainOfClaim, lockPerson } from '../ledger/ce-award.queries.js';
import { retainedUntil, selfPacedMinutes } from '../ledger/ce-award.rules.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type { CeClaimDecisionBody } from './ce-claim.dto.js';
import type { ClaimRow } from './ce-claim.queries.js';
import { claimMoves, daysBetween, externalRounding } from './ce-claim.rules.js';
import { lockClaim } from './ce-claim.service.js';
import { ExternalCeClaim } from './external-ce-claim.entity.js';
import { CeLedgerService } from '../ledger/ce-ledger.service.js';
import { rounded } from '../approvals/rounding.rules.js';

/**
 * Credit for events elsewhere, from the reviewer's side. Nobody reviews their own claim or that of somebody they
 * facilitate with (BR-119).
 */
@Injectable()
export class CeClaimReviewService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly ledger: CeLedgerService,
  ) {}

  /** Takes up a claim, so that colleagues see that somebody looks at it. 403 `claim_review_conflict`. */
  review(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const claim = await this.lockClaimToReview(tx, actor, id);
      const to = transition(claimMoves, claim.state, 'under_review');
      await tx.update(ExternalCeClaim, { id }, { state: to });
      await this.events.record(tx, actor, {
        type: 'external_ce_claim.taken_up',
        subjectId: id,
        personId: claim.personId,
        from: claim.state,
        to,
      });
      return id;
    });
  }

  /**
   * Decides a claim, and enters in the ledger what is accepted. 403 `claim_review_conflict`, or `claim_reviewed_by_you`
   * for an appeal against one's own decision; 422 `claim_minutes_do_not_fit` or `claim_reasons_missing`.
   */
  decideClaim(actor: Actor, id: string, { outcome, minutes, reasons }: CeClaimDecisionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const claim = await this.lockClaimToReview(tx, actor, id);
      const to = transition(claimMoves, claim.state, outcome);
      if (claim.state === 'appealed' && claim.decidedBy === actor.personId)
        throw refuse(ceuRefusals.claim_reviewed_by_you);
      if (reasons === undefined && outcome !== 'accepted_full') throw refuse(ceuRefusals.claim_reasons_missing);
      const accepted = await this.accepted(tx, claim, outcome, minutes);
      await tx.update(
        ExternalCeClaim,
        { id },
        {
          state: to,
          acceptedMinutes: accepted,
          decidedBy: actor.personId,
          decidedAt: this.clock.now(),
          reasons: reasons ?? null,
        },
      );
      await this.events.record(tx, actor, {
        type: `external_ce_claim.${to}`,
        subjectId: id,
        personId: claim.personId,
        from: claim.state,
        to,
      });
      await this.enter(tx, actor, claim, accepted);
      return id;
    });
  }

  private async lockClaimToReview(tx: Tx, actor: Actor, id: string): Promise<ClaimRow> {
    const claim = await lockClaim(tx, id);
    refuseOwnRecord(actor, claim.personId, ceuRefusals.claim_review_conflict);
    await this.events.checkBefore(tx, 'external_ce_claim.review', claim.personId, actor);
    return claim;
  }

  private async accepted(
    tx: Tx,
    claim: ClaimRow,
    outcome: CeClaimDecisionBody['outcome'],
    minutes: number | undefined,
  ): Promise<number | null> {
    if (outcome !== 'accepted_full' && outcome !== 'accepted_part') return null;
    const { ceSelfPacedDailyCapMinutes } = await this.college.policy(tx);
    const most =
      claim.mode === 'self_paced'
        ? selfPacedMinutes(
            claim.minutes,
            daysBetween(claim.startsOn, claim.endsOn),
            claim.monitored,
            ceSelfPacedDailyCapMinutes,
          )
        : claim.minutes;
    if (outcome === 'accepted_full') return most;
    if (minutes === undefined || minutes >= most)
      throw refuse(ceuRefusals.claim_minutes_do_not_fit, { values: { minutes: most } });
    return minutes;
  }

  private async enter(tx: Tx, actor: Actor, claim: ClaimRow, accepted: number | null): Promise<void> {
    await lockPerson(tx, claim.personId);
    const { timeZone, policy } = await this.college.current(tx);
    const today = dateAt(this.clock.now(), timeZone);
    const rounding = externalRounding[claim.kind];
    const credit =
      accepted === null
        ? null
        : { minutes: accepted, categories: { [claim.category]: accepted }, credits: rounded(rounding, accepted) };
    await this.ledger.correctTo(tx, actor, await chainOfClaim(tx, claim.id), credit, 'appeal', {
      personId: claim.personId,
      runId: null,
      claimId: claim.id,
      approvalId: null,
      approval: null,
      kind: claim.kind,
      role: 'learner',
      title: claim.title,
      mode: claim.mode,
      provider: claim.provider,
      startsOn: claim.startsOn,
      endsOn: claim.endsOn,
      completedOn: claim.endsOn,
      cycleYear: Number(claim.endsOn.slice(0, 4)),
      rule: { rounding, retentionYears: policy.ceRetentionYears },
      evidence: { claimId: claim.id, claimVersion: claim.version, fileIds: claim.evidence.map(({ id }) => id) },
      retainedUntil: retainedUntil(today, policy.ceRetentionYears),
    });
  }
}
