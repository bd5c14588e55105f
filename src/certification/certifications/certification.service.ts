import { Injectable } from '@nestjs/common';
import type { Policy } from '../../college/policy.dto.js';
import { monthsThrough } from '../../platform/calendar.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { Certification, CertificationPeriod } from './certification.entity.js';
import { seesAllCertifications } from './certification.policy.js';
import { oneCertification } from './certification.queries.js';
import { type CertificationState, type History, type PeriodKind, statusOn } from './certification.rules.js';
import { historyOf, type StoredCertification } from './certification.presenter.js';
import { nextValidity, type Validity } from './expiry.rules.js';
import { newNumber } from '../../certificates/certificate.rules.js';
import { PrintedCertificationService } from './printed-certification.service.js';
import type { Grade } from '../schemes/scheme.rules.js';
import type { Requirements } from '../schemes/requirements.dto.js';
import { CertificationQueryService } from './certification-query.service.js';

/** A certification under its lock, with everything that decides where it stands. */
export interface LockedCertification {
  stored: StoredCertification;
  history: History;
  state: CertificationState;
  policy: Policy;
  today: string;
}

/** What a panel or a renewal grants. */
export interface Grant extends Validity {
  kind: PeriodKind;
  grade: Grade;
  setId: string;
  cycleStart: string;
  late: boolean;
  decidedBy: string;
}

interface First {
  personId: string;
  schemeId: string;
  setId: string;
  terms: Requirements;
  grade: Grade;
  today: string;
}

/** Certifications and their periods, granted under a lock. A period is only ever added (I-35). */
@Injectable()
export class CertificationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly queries: CertificationQueryService,
    private readonly prints: PrintedCertificationService,
  ) {}

  /** Locks a certification for a command; 404 unless it is the actor's or the actor is staff. */
  async lockCertification(tx: Tx, actor: Actor, id: string): Promise<LockedCertification> {
    await tx.findOne(Certification, { select: { id: true }, where: { id }, lock: { mode: 'for_no_key_update' } });
    const stored = await row<StoredCertification>(tx, oneCertification, [id]);
    if (!stored || (stored.personId !== actor.personId && !seesAllCertifications(actor)))
      throw refuse(platformRefusals.not_found);
    const { policy, today } = await this.queries.today(tx);
    const history = historyOf(stored, policy);
    return { stored, history, state: statusOn(history, today), policy, today };
  }

  /** A first certificate of the college, for a panel: provisional for its months, or full by the terms of renewal. */
  async grant(tx: Tx, actor: Actor, { personId, schemeId, setId, terms, grade, today }: First): Promise<string> {
    const id = newId();
    await tx.insert(Certification, {
      id,
      personId,
      schemeId,
      number: newNumber('PF', today.slice(0, 4)),
      recordedBy: actor.personId,
      recordedAt: this.clock.now(),
    });
    const provisionalMonths = grade === 'provisional' ? terms.provisional?.months : undefined;
    const validity =
      provisionalMonths === undefined
        ? nextValidity(terms.renewal, today, null)
        : { validFrom: today, validThrough: monthsThrough(today, provisionalMonths) };
    await this.addPeriod(tx, actor, id, {
      ...validity,
      kind: 'first',
      grade,
      setId,
      cycleStart: today,
      late: false,
      decidedBy: actor.personId,
    });
    await this.events.record(tx, actor, {
      type: 'certification.granted',
      subjectId: id,
      personId,
      refs: { grade, validThrough: validity.validThrough },
    });
    return id;
  }

  /** Adds a period that somebody decided on; nothing that was there changes. */
  async addPeriod(
    tx: Tx,
    doer: Doer,
    certificationId: string,
    { kind, grade, validFrom, validThrough, setId, cycleStart, late, decidedBy }: Grant,
  ): Promise<void> {
    const now = this.clock.now();
    await tx.insert(CertificationPeriod, {
      id: newId(),
      certificationId,
      kind,
      grade,
      validFrom,
      validThrough,
      setId,
      cycleStart,
      late,
      recordedBy: decidedBy,
      recordedAt: now,
      verifiedBy: decidedBy,
      verifiedAt: now,
      verifiedHow: 'decision',
    });
    await this.touchVersion(tx, certificationId);
    await this.prints.issue(tx, doer, certificationId);
  }

  /** Prints my certificate anew, in my name as it is now; the one before is superseded (I-40). */
  reissue(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { stored } = await this.lockCertification(tx, actor, id);
      if (stored.personId !== actor.personId || stored.issuer !== 'college') throw refuse(platformRefusals.not_found);
      await this.prints.issue(tx, actor, id);
      await this.touchVersion(tx, id);
      return id;
    });
  }

  /** Gives the whole a new version after something was added to it. */
  async touchVersion(tx: Tx, certificationId: string): Promise<void> {
    await tx.update(Certification, { id: certificationId }, { id: () => 'id' });
  }
}
