import { Injectable } from '@nestjs/common';
import type { Policy } from '../../college/policy.dto.js';
import { monthsThrough } from '../../platform/calendar.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
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
    await changed(tx, 'select from certification where id = $1 for no key update', [id]);
    const stored = await row<StoredCertification & Record<string, unknown>>(tx, oneCertification, [id]);
    if (!stored || (stored.personId !== actor.personId && !seesAllCertifications(actor)))
      throw refuse(platformRefusals.not_found);
    const { policy, today } = await this.queries.today(tx);
    const history = historyOf(stored, policy);
    return { stored, history, state: statusOn(history, today), policy, today };
  }

  /** A first certificate of the college, for a panel: provisional for its months, or full by the terms of renewal. */
  async grant(tx: Tx, actor: Actor, { personId, schemeId, setId, terms, grade, today }: First): Promise<string> {
    const id = newId();
    await changed(
      tx,
      `
        insert into certification (id, person_id, scheme_id, number, recorded_by, recorded_at)
        values ($1, $2, $3, $4, $5, $6)`,
      [id, personId, schemeId, newNumber('PF', today.slice(0, 4)), actor.personId, this.clock.now()],
    );
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
    { kind, grade, validFrom, validThrough: through, setId, cycleStart, late, decidedBy }: Grant,
  ): Promise<void> {
    await changed(
      tx,
      `
        insert into certification_period (
          id, certification_id, kind, grade, valid_from, valid_through, set_id, cycle_start, late, recorded_by,
          recorded_at, verified_by, verified_at, verified_how
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10, $11, 'decision')`,
      [newId(), certificationId, kind, grade, validFrom, through, setId, cycleStart, late, decidedBy, this.clock.now()],
    );
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
    await changed(tx, 'update certification set id = id where id = $1', [certificationId]);
  }
}
