import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { certificationRefusals } from '../certification.refusals.js';
import { CertificationService, type LockedCertification } from '../certifications/certification.service.js';
import { CertificationAct, CertificationActWords } from './certification-act.entity.js';
import type { ActDto } from './due-process.dto.js';
import type { ActKind } from './due-process.rules.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';

interface Step {
  kind: ActKind;
  aboutId?: string;
  fromOn?: string;
  untilOn?: string;
  answerBy?: string;
  words?: string;
}

/** Every step in the life of a certification after its grant: who may take it, and the record of it. */
@Injectable()
export class CertificationActService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly certifications: CertificationService,
    private readonly queries: CertificationQueryService,
  ) {}

  /** Every step, oldest first; for the holder and staff. */
  async list(actor: Actor, id: string): Promise<ActDto[]> {
    await this.queries.stored(actor, id);
    return this.database.rows<ActDto>(
      `
        select
          ${columnsOf(CertificationAct, 'a', 'id', 'kind', 'aboutId', 'fromOn', 'untilOn', 'answerBy')},
          ${columnsOf(CertificationAct, 'a', 'takenOn', 'takenBy')},
          ${columnsOf(CertificationActWords, 'w', 'words')}
        from certification_act a
        left join certification_act_words w on w.act_id = a.id
        where a.certification_id = $1
        order by a.taken_at, a.id
        limit 200`,
      [id],
    );
  }

  /** A step that the holder may not take for themselves. 422 `own_certification`. */
  bySomebodyElse(
    actor: Actor,
    id: string,
    step: (tx: Tx, certification: LockedCertification) => Promise<void>,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const certification = await this.certifications.lockCertification(tx, actor, id);
      refuseOwnRecord(actor, certification.stored.personId, certificationRefusals.own_certification);
      await step(tx, certification);
      return id;
    });
  }

  /** A step that is the holder's alone. 403 for staff, 404 for others. */
  byHolder(
    actor: Actor,
    id: string,
    step: (tx: Tx, certification: LockedCertification) => Promise<void>,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const certification = await this.certifications.lockCertification(tx, actor, id);
      if (certification.stored.personId !== actor.personId) throw refuse(platformRefusals.forbidden);
      await step(tx, certification);
      return id;
    });
  }

  /** Writes down one act; its words apart, so that they can be erased without it. */
  async record(
    tx: Tx,
    actor: Actor,
    { stored, today }: LockedCertification,
    { kind, aboutId, fromOn, untilOn, answerBy, words }: Step,
  ): Promise<void> {
    const id = newId();
    await tx.insert(CertificationAct, {
      id,
      certificationId: stored.id,
      holderId: stored.personId,
      kind,
      aboutId: aboutId ?? null,
      fromOn: fromOn ?? null,
      untilOn: untilOn ?? null,
      answerBy: answerBy ?? null,
      takenOn: today,
      takenBy: actor.personId,
      takenAt: this.clock.now(),
    });
    if (words) await tx.insert(CertificationActWords, { actId: id, words });
    await this.certifications.touchVersion(tx, stored.id);
    await this.events.record(tx, actor, {
      type: `certification.${kind}`,
      subjectId: stored.id,
      personId: stored.personId,
      refs: { actId: id, fromOn: fromOn ?? null },
    });
  }
}
