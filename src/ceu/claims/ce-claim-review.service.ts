import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { judge, resultOf } from '../../platform/batches/batch.rules.js';
import { Batches } from '../../platform/batches/batches.js';
import { dateAt } from '../../platform/calendar.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, type Tx } from '../../platform/database/sql.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { transition } from '../../platform/states/state-table.js';
import { rounded } from '../approvals/rounding.rules.js';
import { entriesOfClaims, lockPeople } from '../ledger/ce-award.queries.js';
import { retainedUntil } from '../ledger/ce-award.rules.js';
import { CeLedgerService } from '../ledger/ce-ledger.service.js';
import type { CeClaimBatchDto, CeClaimDecisionBody, CeClaimDecisionsBody } from './ce-claim.dto.js';
import type { ClaimRow } from './ce-claim.queries.js';
import { acceptedBy, claimMoves, externalRounding, requireUnconcerned, type Reviewer } from './ce-claim.rules.js';
import { claimsNow, lockClaim, lockClaims } from './ce-claim.service.js';
import { CoFacilitators } from './co-facilitators.js';
import { ExternalCeClaim } from './external-ce-claim.entity.js';

/** A decision that may be made, with the minutes that it accepts; null where it accepts none. */
interface DecidedClaim {
  claim: ClaimRow;
  decision: CeClaimDecisionBody;
  accepted: number | null;
}

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
    private readonly batches: Batches,
    private readonly coFacilitators: CoFacilitators,
  ) {}

  /** Takes up a claim, so that colleagues see that somebody looks at it. 403 `claim_review_conflict`. */
  review(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const claim = await lockClaim(tx, id);
      requireUnconcerned(await this.reviewer(tx, actor, [claim]), claim.personId);
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

  /** Decides a claim, and enters in the ledger what is accepted. Refuses as its rules say. */
  decideClaim(actor: Actor, id: string, decision: CeClaimDecisionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const claim = await lockClaim(tx, id);
      const decide = await this.deciding(tx, actor, [claim]);
      await this.write(tx, actor, [decide(claim, decision)]);
      return id;
    });
  }

  /** Decides several claims, each by its own version and with its own reasons (BR-243). */
  async decideClaims(actor: Actor, { rows: wishes, dryRun = false }: CeClaimDecisionsBody): Promise<CeClaimBatchDto> {
    const ids = wishes.map(({ claimId }) => claimId);
    const { kept, ...done } = await this.batches.run(actor, dryRun, {
      judge: async (tx, onlyLook) => {
        const claims = await (onlyLook ? claimsNow(tx, ids) : lockClaims(tx, ids));
        const decide = await this.deciding(tx, actor, claims);
        const claimOf = new Map(claims.map((claim) => [claim.id, claim]));
        return wishes.map(({ claimId, version, ...decision }) =>
          judge(claimId, () => {
            const claim = claimOf.get(claimId);
            if (!claim) throw refuse(platformRefusals.not_found);
            return decide(claim, decision, version);
          }),
        );
      },
      write: (tx, decided) => this.write(tx, actor, decided),
    });
    return { ...done, rows: kept.map((row) => ({ claimId: row.id, ...resultOf(row) })) };
  }

  /** What decides on these claims, one by one, from what was read for all of them. */
  private async deciding(tx: Tx, actor: Actor, claims: readonly ClaimRow[]) {
    const reviewer = await this.reviewer(tx, actor, claims);
    const { ceSelfPacedDailyCapMinutes } = await this.college.policy(tx);
    return (claim: ClaimRow, decision: CeClaimDecisionBody, expected = claim.version): DecidedClaim => {
      requireUnconcerned(reviewer, claim.personId);
      if (claim.version !== expected) throw stale(claim.version);
      return { claim, decision, accepted: acceptedBy(reviewer, claim, decision, ceSelfPacedDailyCapMinutes) };
    };
  }

  private async reviewer(tx: Tx, { personId }: Actor, claims: readonly ClaimRow[]): Promise<Reviewer> {
    const claimants = claims.map((claim) => claim.personId);
    return { personId, coFacilitates: await this.coFacilitators.coFacilitatorsAmong(tx, claimants, personId) };
  }

  private async write(tx: Tx, actor: Actor, decided: readonly DecidedClaim[]): Promise<void> {
    const states = decided.map(({ claim, decision, accepted }) => ({
      id: claim.id,
      state: decision.outcome,
      accepted_minutes: accepted,
      reasons: decision.reasons ?? null,
    }));
    await changed(
      tx,
      `
        update external_ce_claim c
        set state = d.state, accepted_minutes = d.accepted_minutes, reasons = d.reasons, decided_by = $2,
          decided_at = $3
        from jsonb_populate_recordset(null::external_ce_claim, $1::jsonb) d
        where c.id = d.id`,
      [JSON.stringify(states), actor.personId, this.clock.now()],
    );
    await this.events.record(
      tx,
      actor,
      ...decided.map(({ claim, decision: { outcome } }) => ({
        type: `external_ce_claim.${outcome}`,
        subjectId: claim.id,
        personId: claim.personId,
        from: claim.state,
        to: outcome,
      })),
    );
    await this.enter(tx, actor, decided);
  }

  private async enter(tx: Tx, actor: Actor, decided: readonly DecidedClaim[]): Promise<void> {
    await lockPeople(
      tx,
      decided.map(({ claim }) => claim.personId),
    );
    const { timeZone, policy } = await this.college.current(tx);
    const today = dateAt(this.clock.now(), timeZone);
    const entries = await entriesOfClaims(
      tx,
      decided.map(({ claim }) => claim.id),
    );
    for (const { claim, accepted } of decided) {
      const rounding = externalRounding[claim.kind];
      const credit =
        accepted === null
          ? null
          : { minutes: accepted, categories: { [claim.category]: accepted }, credits: rounded(rounding, accepted) };
      const chain = entries.filter(({ claimId }) => claimId === claim.id);
      await this.ledger.correctTo(tx, actor, chain, credit, 'appeal', {
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
}
