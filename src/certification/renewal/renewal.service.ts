import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse, type UnmetGate } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { factsOfApplicant } from '../applications/application.queries.js';
import { certificationRefusals } from '../certification.refusals.js';
import { renewable, statusByDates, windowOpensOn } from '../certifications/certification.rules.js';
import { CertificationService, type LockedCertification } from '../certifications/certification.service.js';
import { EthicsSignature } from '../evidence/training-evidence.entity.js';
import { CertificationRenewal, RenewalCredit, RenewalDecision } from './certification-renewal.entity.js';
import { counted, type CreditLine, creditsMissing, isWaived } from './renewal-evidence.rules.js';
import { RenewalEvidenceService } from './renewal-evidence.service.js';
import { type Facts, fullPracticeMissing, progressOf } from '../applications/progress.rules.js';
import type { RenewalBody, RenewalDto } from './renewal.dto.js';
import { RequirementSetService } from '../schemes/requirement-set.service.js';
import type { Requirements } from '../schemes/requirements.dto.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';

/** Renewal as the holder asks for it, and what it still lacks (BR-91, BR-96 to BR-102). */
@Injectable()
export class RenewalService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly certifications: CertificationService,
    private readonly queries: CertificationQueryService,
    private readonly sets: RequirementSetService,
    private readonly evidence: RenewalEvidenceService,
  ) {}

  /**
   * 409 `renewal_not_open`, `renewal_pending`, `duplicate_event`; 422 `code_of_ethics_unsigned`, `renewal_incomplete`,
   * `category_double_count`, `credit_outside_cycle`.
   */
  submit(actor: Actor, id: string, { codeOfEthicsVersion, credits }: RenewalBody): Promise<string> {
    return this.request(actor, id, 'renewal', codeOfEthicsVersion, credits);
  }

  /** After a lapse: the same, and a person decides (BR-97). */
  reinstate(actor: Actor, id: string, { codeOfEthicsVersion, credits }: RenewalBody): Promise<string> {
    return this.request(actor, id, 'reinstatement', codeOfEthicsVersion, credits);
  }

  /** Oldest first; for the holder and staff. */
  async list(actor: Actor, id: string): Promise<RenewalDto[]> {
    await this.queries.stored(actor, id);
    return this.database.rows<RenewalDto>(
      `
        select ${columnsOf(CertificationRenewal, 'n', 'id', 'kind', 'cycleStart', 'submittedOn', 'late')},
          n.set_id as "requirementSetId", n.code_version as "codeOfEthicsVersion",
          ${columnsOf(RenewalDecision, 'd', 'outcome', 'reasons', 'decidedOn')},
          coalesce(
            (
              select json_agg(
                json_build_object(
                  'awardId', c.award_id, 'category', c.category, 'minutes', c.minutes, 'creditedOn', c.credited_on
                )
                order by c.credited_on, c.award_id, c.category
              )
              from renewal_credit c
              where c.renewal_id = n.id
            ),
            '[]'
          ) as credits
        from certification_renewal n
        left join renewal_decision d on d.renewal_id = n.id
        where n.certification_id = $1
        order by n.submitted_at
        limit 200`,
      [id],
    );
  }

  /** What a renewal handed in today would still lack, and the minutes behind it; for the forecast too. */
  async missing(
    tx: Tx,
    { stored, history }: Pick<LockedCertification, 'stored' | 'history'>,
    terms: Requirements,
    lines: CreditLine[],
    today: string,
  ): Promise<UnmetGate[]> {
    if (stored.periods.at(-1)?.grade === 'provisional') return this.practiceMissing(tx, stored.personId, terms, today);
    const education = terms.continuingEducation;
    return !education || isWaived(education, history.periods)
      ? []
      : creditsMissing(education, counted(education, lines));
  }

  private request(
    actor: Actor,
    id: string,
    kind: CertificationRenewal['kind'],
    codeVersion: string,
    claims: RenewalBody['credits'],
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const certification = await this.certifications.lockCertification(tx, actor, id);
      const { stored, state, today } = certification;
      if (stored.personId !== actor.personId) throw refuse(platformRefusals.forbidden);
      if (stored.renewals.some(({ decidedOn }) => decidedOn === null))
        throw refuse(certificationRefusals.renewal_pending);
      const open =
        kind === 'renewal' ? renewable.includes(statusByDates(certification.history, today)) : state === 'lapsed';
      const last = certification.history.periods.at(-1);
      const cycleStart = stored.periods.at(-1)?.cycleStart;
      if (!open || !last || !cycleStart)
        throw refuse(certificationRefusals.renewal_not_open, { values: { opens: last ? windowOpensOn(last) : '–' } });
      const { id: setId, terms } = await this.sets.inForce(tx, stored.schemeId, today);
      if (codeVersion !== terms.attestation.codeOfEthicsVersion)
        throw refuse(certificationRefusals.code_of_ethics_unsigned, {
          values: { version: terms.attestation.codeOfEthicsVersion },
        });
      const lines = await this.linesFor(tx, certification, terms, cycleStart, claims);
      const errors = await this.missing(tx, certification, terms, lines, today);
      if (errors.length > 0) throw refuse(certificationRefusals.renewal_incomplete, { errors });
      await this.insert(
        tx,
        actor,
        { kind, stored, setId, cycleStart, codeVersion, late: today > last.validThrough, today },
        lines,
      );
      return id;
    });
  }

  private async linesFor(
    tx: Tx,
    { stored, today }: LockedCertification,
    { continuingEducation: education }: Requirements,
    cycleStart: string,
    claims: RenewalBody['credits'],
  ): Promise<CreditLine[]> {
    if (!education) return [];
    const available = await this.evidence.available(tx, stored.id, stored.personId, cycleStart, today, education);
    return this.evidence.choose(tx, stored.personId, available, claims);
  }

  private async insert(
    tx: Tx,
    actor: Actor,
    {
      kind,
      stored,
      setId,
      cycleStart,
      codeVersion,
      late,
      today,
    }: Pick<CertificationRenewal, 'kind' | 'setId' | 'cycleStart' | 'codeVersion' | 'late'> &
      Pick<LockedCertification, 'stored' | 'today'>,
    lines: CreditLine[],
  ): Promise<void> {
    const id = newId();
    const now = this.clock.now();
    await tx.insert(CertificationRenewal, {
      id,
      certificationId: stored.id,
      holderId: stored.personId,
      kind,
      setId,
      cycleStart,
      codeVersion,
      late,
      submittedOn: today,
      submittedAt: now,
    });
    await insertRows(
      tx,
      RenewalCredit,
      lines.map(({ awardId, eventKey, category, minutes, creditedOn }) => ({
        renewalId: id,
        awardId,
        eventKey,
        category,
        minutes,
        creditedOn,
      })),
    );
    await tx.insert(EthicsSignature, {
      id: newId(),
      personId: stored.personId,
      codeVersion,
      livedExperience: false,
      signedAt: now,
    });
    await this.certifications.touchVersion(tx, stored.id);
    await this.events.record(tx, actor, {
      type: 'certification.renewal_submitted',
      subjectId: stored.id,
      refs: { renewalId: id, late },
    });
  }

  private async practiceMissing(tx: Tx, personId: string, terms: Requirements, today: string): Promise<UnmetGate[]> {
    const facts = await row<Omit<Facts, 'asOf' | 'today'>>(tx, factsOfApplicant, [personId, null]);
    if (!facts) throw refuse(platformRefusals.not_found);
    return fullPracticeMissing(terms, progressOf(terms, { ...facts, asOf: today, today }));
  }
}
