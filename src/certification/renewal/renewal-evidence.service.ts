import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { CeLedgerService, type CreditedMinutes } from '../../ceu/ledger/ce-ledger.service.js';
import { daysLater } from '../../platform/calendar.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { certificationRefusals } from '../certification.refusals.js';
import { CertificationPeriod } from '../certifications/certification.entity.js';
import { RenewalCredit } from './certification-renewal.entity.js';
import { carriedOver, chosen, type Claim, type CreditLine } from './renewal-evidence.rules.js';
import type { ContinuingEducationRequirements } from '../schemes/requirements.dto.js';

/** Continuing education that counts for a renewal, read from the ledger (BR-99 to BR-101). */
@Injectable()
export class RenewalEvidenceService {
  constructor(private readonly ledger: CeLedgerService) {}

  /** Everything that stands in the cycle up to a day, and what may be carried over into it. */
  async available(
    tx: Tx,
    certificationId: string,
    personId: string,
    cycleStart: string,
    through: string,
    terms: ContinuingEducationRequirements,
  ): Promise<CreditLine[]> {
    const inCycle = (await this.ledger.minutes(tx, personId, cycleStart, through)).map(asLine);
    return [...(await this.carried(tx, certificationId, personId, cycleStart, terms)), ...inCycle];
  }

  /** 422 `category_double_count`, `credit_outside_cycle`; 409 `duplicate_event` (BR-99 to BR-101). */
  async choose(tx: Tx, personId: string, available: CreditLine[], claims: Claim[] | undefined): Promise<CreditLine[]> {
    const choice = chosen(available, claims);
    if ('lines' in choice) return choice.lines;
    if (
      choice.refused === 'credit_outside_cycle' &&
      (await this.isAnotherOfSameEvent(tx, personId, available, claims ?? []))
    )
      throw refuse(certificationRefusals.duplicate_event);
    throw refuse(choice.refused);
  }

  /** Whether an award is about an event that another one stands for in this cycle. */
  private async isAnotherOfSameEvent(
    tx: Tx,
    personId: string,
    available: CreditLine[],
    claims: Claim[],
  ): Promise<boolean> {
    const found = await row(
      tx,
      `
        select
        from ce_award other
        join ce_award counted on counted.event_id = other.event_id
          and counted.person_id = other.person_id
          and counted.id <> other.id
        where other.person_id = $1 and other.id = any ($2) and other.state <> 'reversed' and counted.id = any ($3)`,
      [personId, claims.map(({ awardId }) => awardId), available.map(({ awardId }) => awardId)],
    );
    return found !== undefined;
  }

  private async carried(
    tx: Tx,
    certificationId: string,
    personId: string,
    cycleStart: string,
    terms: ContinuingEducationRequirements,
  ): Promise<CreditLine[]> {
    if (!terms.carryOverMaxMinutes) return [];
    const before = await tx.findOne(CertificationPeriod, {
      select: { id: true, cycleStart: true },
      where: { certificationId, cycleStart: LessThan(cycleStart) },
      order: { cycleStart: 'DESC' },
    });
    if (!before?.cycleStart) return [];
    const used = await rows<Pick<RenewalCredit, 'awardId' | 'category'>>(
      tx,
      `
        select ${columnsOf(RenewalCredit, 'c', 'awardId', 'category')}
        from renewal_credit c
        join certification_renewal n on n.id = c.renewal_id
        join renewal_decision d on d.renewal_id = n.id
        where n.certification_id = $1 and d.outcome = 'accepted'`,
      [certificationId],
    );
    const lines = (await this.ledger.minutes(tx, personId, before.cycleStart, daysLater(cycleStart, -1))).map(asLine);
    return carriedOver(
      terms,
      lines.filter(
        (line) => !used.some(({ awardId, category }) => awardId === line.awardId && category === line.category),
      ),
    );
  }
}

const asLine = ({
  awardId,
  runId,
  fingerprint,
  category,
  minutes,
  completedOn,
  mode,
}: CreditedMinutes): CreditLine => ({
  awardId,
  category,
  minutes,
  eventKey: runId ?? fingerprint ?? awardId,
  creditedOn: completedOn,
  external: runId === null,
  selfPaced: mode === 'self_paced',
});
