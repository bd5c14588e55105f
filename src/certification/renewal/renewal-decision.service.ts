import { Injectable } from '@nestjs/common';
import { dayAfter, monthsThrough } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { certificationRefusals } from '../certification.refusals.js';
import { chainBefore, statusByDates } from '../certifications/certification.rules.js';
import { CertificationService, type LockedCertification } from '../certifications/certification.service.js';
import { nextValidity } from '../certifications/expiry.rules.js';
import { CertificationRenewal, RenewalDecision } from './certification-renewal.entity.js';
import type { RenewalDecisionBody } from './renewal.dto.js';
import { RequirementSetService } from '../schemes/requirement-set.service.js';

/** What others decide on a renewal: every acceptance is another period, and nothing before it changes (BR-91, BR-97). */
@Injectable()
export class RenewalDecisionService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly certifications: CertificationService,
    private readonly sets: RequirementSetService,
  ) {}

  /**
   * Accepts it, which adds a period, or returns it with reasons. 422 `own_certification`, `reasons_required`; 409
   * `no_renewal_pending`, `not_standing`.
   */
  decideRenewal(actor: Actor, id: string, { outcome, reasons }: RenewalDecisionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const certification = await this.certifications.lockCertification(tx, actor, id);
      const { stored, state, today } = certification;
      refuseOwnRecord(actor, stored.personId, certificationRefusals.own_certification);
      const pending = stored.renewals.find(({ decidedOn }) => decidedOn === null);
      if (!pending) throw refuse(certificationRefusals.no_renewal_pending);
      if (state === 'revoked' || state === 'surrendered') throw refuse(certificationRefusals.not_standing);
      if (outcome === 'returned' && !reasons) throw refuse(certificationRefusals.reasons_required);
      await tx.insert(RenewalDecision, {
        renewalId: pending.id,
        holderId: stored.personId,
        outcome,
        reasons: reasons ?? null,
        decidedOn: today,
        decidedBy: actor.personId,
        decidedAt: this.clock.now(),
      });
      if (outcome === 'accepted') await this.addPeriod(tx, actor, certification, pending);
      else await this.certifications.touchVersion(tx, id);
      await this.events.record(tx, actor, {
        type: `certification.renewal_${outcome}`,
        subjectId: id,
        personId: stored.personId,
        refs: { renewalId: pending.id },
      });
      return id;
    });
  }

  /** Lengthens a provisional certificate, once (BR-91). 409 `not_provisional`, `extended_already`. */
  extend(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { stored, history, today } = await this.certifications.lockCertification(tx, actor, id);
      const last = stored.periods.at(-1);
      refuseOwnRecord(actor, stored.personId, certificationRefusals.own_certification);
      if (last?.kind === 'extension') throw refuse(certificationRefusals.extended_already);
      if (
        !last ||
        last.grade !== 'provisional' ||
        last.setId === null ||
        !['renewal_open', 'renewal_submitted'].includes(statusByDates(history, today))
      )
        throw refuse(certificationRefusals.not_provisional);
      const terms = await this.sets.requirementsOf(tx, last.setId);
      const validFrom = dayAfter(last.validThrough);
      const validThrough = monthsThrough(validFrom, terms.provisional?.extensionMonths ?? 0);
      if (validThrough < validFrom) throw refuse(certificationRefusals.extended_already);
      await this.certifications.addPeriod(tx, actor, id, {
        kind: 'extension',
        grade: 'provisional',
        validFrom,
        validThrough,
        setId: last.setId,
        cycleStart: last.cycleStart ?? today,
        late: false,
        decidedBy: actor.personId,
      });
      await this.events.record(tx, actor, {
        type: 'certification.extended',
        subjectId: id,
        personId: stored.personId,
        refs: { validThrough },
      });
      return id;
    });
  }

  /**
   * A renewal counts from the day on which it was handed in, a reinstatement from the decision. Credits after that day
   * are for the next cycle.
   */
  private async addPeriod(
    tx: Tx,
    actor: Actor,
    { stored, history, today }: LockedCertification,
    pending: LockedCertification['stored']['renewals'][number],
  ): Promise<void> {
    const request = await tx.findOneBy(CertificationRenewal, { id: pending.id });
    if (!request) throw refuse(platformRefusals.not_found);
    const terms = await this.sets.requirementsOf(tx, request.setId);
    const completedOn = pending.kind === 'renewal' ? pending.submittedOn : today;
    await this.certifications.addPeriod(tx, actor, stored.id, {
      ...nextValidity(terms.renewal, completedOn, chainBefore(history)),
      kind: pending.kind,
      grade: 'full',
      setId: request.setId,
      cycleStart: dayAfter(pending.submittedOn),
      late: request.late,
      decidedBy: actor.personId,
    });
  }
}
