import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { type Actor, is } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { certificationRefusals } from '../certification.refusals.js';
import { Certification, CertificationPeriod } from './certification.entity.js';
import { CertificationService } from './certification.service.js';
import { CertificationScheme } from '../schemes/certification-scheme.entity.js';
import type { CertificationBody, PeriodBody, VerificationBody } from './external-certification.dto.js';

/** Certifications of external bodies: recorded, verified by somebody else, renewed by another period (BR-104). */
@Injectable()
export class ExternalCertificationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly certifications: CertificationService,
  ) {}

  /**
   * Records one, mine or, by a coordinator, somebody else's. It does not count until it is verified. 422
   * `scheme_is_of_college`.
   */
  recordExternal(
    actor: Actor,
    { personId = actor.personId, schemeId, number, registerLink, ...period }: CertificationBody,
  ): Promise<string> {
    if (personId !== actor.personId && !is(actor, 'coordinator')) throw refuse(platformRefusals.forbidden);
    return this.database.command(actor, async (tx) => {
      await this.refuseCollegeScheme(tx, schemeId);
      const id = newId();
      await tx.insert(Certification, {
        id,
        personId,
        schemeId,
        number,
        registerLink: registerLink ?? null,
        recordedBy: actor.personId,
        recordedAt: this.clock.now(),
      });
      await this.insertPeriod(tx, actor, id, period);
      await this.events.record(tx, actor, { type: 'certification.recorded', subjectId: id, personId });
      return id;
    });
  }

  /** Adds a period to mine or, by a coordinator, to somebody else's. Earlier periods stay as they are. */
  addPeriod(actor: Actor, id: string, period: PeriodBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { stored } = await this.certifications.lockCertification(tx, actor, id);
      if (stored.personId !== actor.personId && !is(actor, 'coordinator')) throw refuse(platformRefusals.forbidden);
      await this.refuseCollegeScheme(tx, stored.schemeId);
      await this.insertPeriod(tx, actor, id, period);
      await this.events.record(tx, actor, {
        type: 'certification.period_recorded',
        subjectId: id,
        personId: stored.personId,
      });
      return id;
    });
  }

  /**
   * Says that everything recorded so far was checked. 422 `self_verified` for one's own, 409 when there is nothing to
   * check.
   */
  verify(actor: Actor, id: string, { how }: VerificationBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { stored } = await this.certifications.lockCertification(tx, actor, id);
      refuseOwnRecord(actor, stored.personId, certificationRefusals.self_verified);
      const { affected } = await tx.update(
        CertificationPeriod,
        { certificationId: id, verifiedAt: IsNull() },
        { verifiedBy: actor.personId, verifiedAt: this.clock.now(), verifiedHow: how },
      );
      if (affected === 0) throw refuse(certificationRefusals.period_verified);
      await this.certifications.touchVersion(tx, id);
      await this.events.record(tx, actor, { type: 'certification.verified', subjectId: id, personId: stored.personId });
      return id;
    });
  }

  private async insertPeriod(
    tx: Tx,
    actor: Actor,
    certificationId: string,
    { grade, validFrom, validThrough }: PeriodBody,
  ): Promise<void> {
    await tx.insert(CertificationPeriod, {
      id: newId(),
      certificationId,
      grade,
      validFrom,
      validThrough,
      recordedBy: actor.personId,
      recordedAt: this.clock.now(),
    });
    await this.certifications.touchVersion(tx, certificationId);
  }

  private async refuseCollegeScheme(tx: Tx, schemeId: string): Promise<void> {
    if (await tx.existsBy(CertificationScheme, { id: schemeId, issuer: 'college' }))
      throw refuse(certificationRefusals.scheme_is_of_college);
  }
}
