import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { listed, pageFrom } from '../../platform/listing/listing.js';
import type { CountedPage } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type { ExternalCeClaimBody, ExternalCeClaimDto, ExternalCeClaimQuery } from './ce-claim.dto.js';
import { claimColumns, claimOrders, claimRows, type ClaimRow, presentClaim } from './ce-claim.queries.js';
import { claimMoves, fingerprintOf, missingInClaim } from './ce-claim.rules.js';
import { CeEvidenceService } from './ce-evidence.service.js';
import { ExternalCeClaim } from './external-ce-claim.entity.js';

/** Credit for events elsewhere, from the person's side: handing in, mending what was returned, appealing. */
@Injectable()
export class CeClaimService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly evidence: CeEvidenceService,
  ) {}

  /** My claims; for administrators, everybody's. */
  async list(actor: Actor, query: ExternalCeClaimQuery): Promise<CountedPage<ExternalCeClaimDto>> {
    const found = await listed<ClaimRow>(
      this.database,
      {
        list: 'external-ce-claims',
        columns: claimColumns,
        from: 'from external_ce_claim c',
        where: '($1 or c.person_id = $2) and ($3::text is null or c.state = $3)',
        values: [is(actor, 'administrator'), actor.personId, query.state ?? null],
      },
      claimOrders[query.sort],
      query,
    );
    return pageFrom(found, (claim) => presentClaim(actor, claim));
  }

  /** 404 for a claim of somebody else, unless one is an administrator. */
  async one(actor: Actor, id: string): Promise<ExternalCeClaimDto> {
    const found = await this.database.row<ClaimRow>(`${claimRows} where c.id = $1 and ($2 or c.person_id = $3)`, [
      id,
      is(actor, 'administrator'),
      actor.personId,
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return presentClaim(actor, found);
  }

  /**
   * Hands in a claim. One that lacks objectives or a presenter is returned at once, with what to add (BR-118). 409
   * `claim_duplicate`, 422 `claim_evidence_missing`, `claim_not_monitored` (BR-112) or `period_reversed`.
   */
  submit(actor: Actor, body: ExternalCeClaimBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await this.check(tx, body);
      await tx.insert(ExternalCeClaim, { id, personId: actor.personId, ...this.handedIn(body) });
      await this.evidence.attach(tx, actor, id, body.evidenceIds);
      await this.events.record(tx, actor, { type: 'external_ce_claim.submitted', subjectId: id, to: 'submitted' });
      await this.returnIncomplete(tx, actor, id, body);
      return id;
    });
  }

  /**
   * Hands in again what was returned. 403 for an administrator, 409 when it was not returned, 412 when it changed
   * meanwhile.
   */
  submitAgain(actor: Actor, id: string, expected: number, body: ExternalCeClaimBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const claim = await this.lockOwnClaim(tx, actor, id);
      if (claim.version !== expected) throw stale(claim.version);
      transition(claimMoves, claim.state, 'submitted');
      await this.check(tx, body);
      await tx.update(
        ExternalCeClaim,
        { id },
        { ...this.handedIn(body), decidedBy: null, decidedAt: null, reasons: null },
      );
      await this.evidence.attach(tx, actor, id, body.evidenceIds);
      await this.events.record(tx, actor, {
        type: 'external_ce_claim.submitted',
        subjectId: id,
        from: 'returned',
        to: 'submitted',
      });
      await this.returnIncomplete(tx, actor, id, body);
      return id;
    });
  }

  /** Asks for somebody else to decide again, once. 403 for an administrator, 409 when there is nothing to appeal. */
  appeal(actor: Actor, id: string, reasons: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const claim = await this.lockOwnClaim(tx, actor, id);
      if (claim.appealedAt) throw refuse(ceuRefusals.claim_appealed_already);
      const to = transition(claimMoves, claim.state, 'appealed');
      await tx.update(ExternalCeClaim, { id }, { state: to, appeal: reasons, appealedAt: this.clock.now() });
      await this.events.record(tx, actor, { type: 'external_ce_claim.appealed', subjectId: id, from: claim.state, to });
      return id;
    });
  }

  /** My own under its lock. 403 for an administrator, who sees every claim; 404 for everybody else. */
  private async lockOwnClaim(tx: Tx, actor: Actor, id: string): Promise<ClaimRow> {
    const claim = await lockClaim(tx, id);
    if (claim.personId !== actor.personId)
      throw refuse(is(actor, 'administrator') ? platformRefusals.forbidden : platformRefusals.not_found);
    return claim;
  }

  private async check(tx: Tx, { startsOn, endsOn, mode, monitored }: ExternalCeClaimBody): Promise<void> {
    if (startsOn > endsOn) throw refuse(ceuRefusals.period_reversed);
    const { timeZone } = await this.college.current(tx);
    if (endsOn > dateAt(this.clock.now(), timeZone)) throw refuse(ceuRefusals.claim_not_over);
    if (mode === 'self_paced' && !monitored) throw refuse(ceuRefusals.claim_not_monitored);
  }

  private async returnIncomplete(tx: Tx, actor: Actor, id: string, body: ExternalCeClaimBody): Promise<void> {
    const missing = missingInClaim(body);
    if (missing.length === 0) return;
    await tx.update(
      ExternalCeClaim,
      { id },
      { state: 'returned', reasons: missing.map(({ message }) => message).join(' '), decidedAt: this.clock.now() },
    );
    await this.events.record(tx, actor, {
      type: 'external_ce_claim.returned',
      subjectId: id,
      from: 'submitted',
      to: 'returned',
    });
  }

  private handedIn(body: ExternalCeClaimBody) {
    const { provider, title, startsOn, endsOn, minutes, category, mode, monitored, kind, objectives, presenter } = body;
    return {
      provider,
      title,
      startsOn,
      endsOn,
      minutes,
      category,
      mode,
      monitored,
      kind,
      objectives: objectives ?? null,
      presenter: presenter ?? null,
      fingerprint: fingerprintOf(body),
      state: 'submitted' as const,
      submittedAt: this.clock.now(),
    };
  }
}

/** The claim under its lock. 404 for an unknown one. */
export async function lockClaim(tx: Tx, id: string): Promise<ClaimRow> {
  await tx.findOne(ExternalCeClaim, { select: { id: true }, where: { id }, lock: { mode: 'for_no_key_update' } });
  const found = await row<ClaimRow>(tx, `${claimRows} where c.id = $1`, [id]);
  if (!found) throw refuse(platformRefusals.not_found);
  return found;
}
