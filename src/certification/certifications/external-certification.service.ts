import { Injectable } from '@nestjs/common';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { certificationRefusals } from '../certification.refusals.js';
import { CertificationService } from './certification.service.js';
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
      await changed(
        tx,
        `
          insert into certification (id, person_id, scheme_id, number, register_link, recorded_by, recorded_at)
          values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, personId, schemeId, number, registerLink ?? null, actor.personId, this.clock.now()],
      );
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
      if (stored.personId === actor.personId) throw refuse(certificationRefusals.self_verified);
      const count = await changed(
        tx,
        `
          update certification_period
          set verified_by = $2, verified_at = $3, verified_how = $4
          where certification_id = $1 and verified_at is null`,
        [id, actor.personId, this.clock.now(), how],
      );
      if (count === 0) throw refuse(certificationRefusals.period_verified);
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
    await changed(
      tx,
      `
        insert into certification_period (
          id, certification_id, grade, valid_from, valid_through, recorded_by, recorded_at
        )
        values ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), certificationId, grade, validFrom, validThrough, actor.personId, this.clock.now()],
    );
    await this.certifications.touchVersion(tx, certificationId);
  }

  private async refuseCollegeScheme(tx: Tx, schemeId: string): Promise<void> {
    const scheme = await row<{ issuer: string }>(tx, 'select issuer from certification_scheme where id = $1', [
      schemeId,
    ]);
    if (scheme?.issuer === 'college') throw refuse(certificationRefusals.scheme_is_of_college);
  }
}
