import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { listed, pageFrom } from '../../platform/listing/listing.js';
import type { CountedPage } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type {
  ExternalCeClaimBody,
  ExternalCeClaimChange,
  ExternalCeClaimDto,
  ExternalCeClaimQuery,
} from './ce-claim.dto.js';
import { claimColumns, claimOrders, claimRows, type ClaimRow, presentClaim } from './ce-claim.queries.js';
import { claimMoves, fingerprintOf, missingInClaim } from './ce-claim.rules.js';
import { CeEvidenceService } from './ce-evidence.service.js';
import { ExternalCeClaim } from './external-ce-claim.entity.js';

/** What is claimed, with files or without. */
type Claimed = Omit<ExternalCeClaimBody, 'evidenceIds' | 'objectives' | 'presenter'> &
  Record<'objectives' | 'presenter', string | null>;

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
   * Hands in a claim. 409 `claim_duplicate`, 422 `claim_evidence_missing`, `claim_not_monitored` (BR-112),
   * `claim_not_over` or `period_reversed`.
   */
  submit(actor: Actor, body: ExternalCeClaimBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await this.check(tx, body);
      await tx.insert(ExternalCeClaim, { id, personId: actor.personId, ...this.handedIn(body) });
      await this.evidence.attach(tx, actor, id, body.evidenceIds);
      await this.events.record(tx, actor, { type: 'external_ce_claim.submitted', subjectId: id, to: 'submitted' });
      return id;
    });
  }

  /**
   * Hands in again what was returned, as it was but for the change. 400 where it lacks what a claim needs (BR-118), 403
   * for an administrator, 409 when it was not returned, 412 when it changed meanwhile.
   */
  submitAgain(actor: Actor, id: string, expected: number, change: ExternalCeClaimChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const claim = await this.lockOwnClaim(tx, actor, id);
      if (claim.version !== expected) throw stale(claim.version);
      transition(claimMoves, claim.state, 'submitted');
      const mended = { ...claim, ...change };
      const missing = missingInClaim(mended);
      if (missing.length > 0) throw refuse(platformRefusals.validation_failed, { errors: missing });
      await this.check(tx, mended);
      await tx.update(
        ExternalCeClaim,
        { id },
        { ...this.handedIn(mended), decidedBy: null, decidedAt: null, reasons: null },
      );
      if (change.evidenceIds) await this.evidence.attach(tx, actor, id, change.evidenceIds);
      await this.events.record(tx, actor, {
        type: 'external_ce_claim.submitted',
        subjectId: id,
        from: 'returned',
        to: 'submitted',
      });
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

  private async check(tx: Tx, { startsOn, endsOn, mode, monitored }: Claimed): Promise<void> {
    if (startsOn > endsOn) throw refuse(ceuRefusals.period_reversed);
    const { timeZone } = await this.college.current(tx);
    if (endsOn > dateAt(this.clock.now(), timeZone)) throw refuse(ceuRefusals.claim_not_over);
    if (mode === 'self_paced' && !monitored) throw refuse(ceuRefusals.claim_not_monitored);
  }

  private handedIn(body: Claimed) {
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
      objectives,
      presenter,
      fingerprint: fingerprintOf(body),
      state: 'submitted' as const,
      submittedAt: this.clock.now(),
    };
  }
}

/** The claim under its lock. 404 for an unknown one. */
export async function lockClaim(tx: Tx, id: string): Promise<ClaimRow> {
  const [found] = await lockClaims(tx, [id]);
  if (!found) throw refuse(platformRefusals.not_found);
  return found;
}

/** These claims under their locks, taken in the order of their ids; what is unknown is absent. */
export async function lockClaims(tx: Tx, ids: readonly string[]): Promise<ClaimRow[]> {
  await tx.find(ExternalCeClaim, {
    select: { id: true },
    where: { id: In(ids) },
    order: { id: 'ASC' },
    lock: { mode: 'for_no_key_update' },
  });
  return await claimsNow(tx, ids);
}

/** The same without a lock. */
export const claimsNow = (tx: Tx, ids: readonly string[]): Promise<ClaimRow[]> =>
  rows<ClaimRow>(tx, `${claimRows} where c.id = any ($1)`, [ids]);
