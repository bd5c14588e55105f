import { Injectable } from '@nestjs/common';
import { CollegeService, dateAt } from '../../college/college.service.js';
import type { Policy } from '../../college/policy.dto.js';
import type { Actor, Doer } from '../../platform/access/actor.js';
import { Clock } from '../../platform/clock.js';
import { CertificateService } from '../../certificates/certificate.service.js';
import type { Verification } from '../../certificates/certificate.rules.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { refuse as refusePlatform } from '../../platform/errors/platform.refusals.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type { CertificationDto, CertificationQuery } from './certification.dto.js';
import { seesAllCertifications } from './certification.policy.js';
import {
  certificationsUnder,
  listedCertifications,
  oneCertification,
  peersCertifications,
} from './certification.queries.js';
import {
  type CertificationState,
  type History,
  type PeriodKind,
  statusOn,
  validThrough,
} from './certification.rules.js';
import { historyOf, presentCertification, type StoredCertification } from './certification.presenter.js';
import { monthsThrough, nextValidity, type Validity } from './expiry.rules.js';
import { newNumber } from './number.rules.js';
import { PrintedCertificationService } from './printed-certification.service.js';
import { type Grade, peerTracks } from '../schemes/scheme.rules.js';
import type { Requirements } from '../schemes/requirements.dto.js';

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

const verificationOf: Record<CertificationState, Verification> = {
  recorded: 'withdrawn',
  upcoming: 'valid',
  active: 'valid',
  renewal_open: 'valid',
  renewal_submitted: 'valid',
  expired_in_grace: 'expired',
  lapsed: 'expired',
  reinstatement_review: 'expired',
  suspended: 'suspended',
  inactive: 'inactive',
  revoked: 'revoked',
  surrendered: 'withdrawn',
};

const gone: readonly CertificationState[] = ['recorded', 'lapsed', 'reinstatement_review', 'revoked', 'surrendered'];

/**
 * Certifications and their periods: read, granted, and asked by whoever plans a run. A period is only ever added
 * (I-35).
 */
@Injectable()
export class CertificationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly credentials: CertificateService,
    private readonly papers: PrintedCertificationService,
  ) {}

  /** Mine; for staff everybody's. Recorded last first. */
  async list(actor: Actor, { limit, cursor, personId }: CertificationQuery): Promise<Page<CertificationDto>> {
    const scope = { list: 'certifications', personId };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<StoredCertification & Record<string, unknown>>(listedCertifications, [
      seesAllCertifications(actor),
      actor.personId,
      personId ?? null,
      after,
      limit + 1,
    ]);
    const { policy, today } = await this.today();
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (each) => presentCertification(actor, each, policy, today),
    );
  }

  /** 404 for somebody else's, unless one is staff. */
  async one(actor: Actor, id: string): Promise<CertificationDto> {
    const { policy, today } = await this.today();
    return presentCertification(actor, await this.stored(actor, id), policy, today);
  }

  /** What is stored, for a reader that judges it itself. 404 as above. */
  async stored(actor: Actor, id: string): Promise<StoredCertification> {
    const found = await this.database.row<StoredCertification & Record<string, unknown>>(oneCertification, [id]);
    if (!found || (found.personId !== actor.personId && !seesAllCertifications(actor)))
      throw refusePlatform('not_found');
    return found;
  }

  /**
   * For these people and courses, answers by which day each may last facilitate the course as a peer without a gap from
   * today on (BR-22); null without a certification that counts today, in a track that the course allows.
   */
  async peersThrough(
    tx: Tx,
    asked: { personId: string; courseId: string }[],
  ): Promise<(personId: string, courseId: string) => string | null> {
    const { policy, today } = await this.today(tx);
    const found = await rows<StoredCertification & { courseId: string } & Record<string, unknown>>(
      tx,
      peersCertifications,
      [JSON.stringify(asked), peerTracks],
    );
    const through = new Map<string, string>();
    for (const { courseId, ...stored } of found) {
      const until = validThrough(historyOf(stored, policy), today, policy.certificationGraceMayFacilitate);
      const key = `${stored.personId} ${courseId}`;
      if (until !== null && until > (through.get(key) ?? '')) through.set(key, until);
    }
    return (personId, courseId) => through.get(`${personId} ${courseId}`) ?? null;
  }

  /** Whether somebody is certified under a scheme and need not apply again. */
  async holdsUnder(tx: Tx, personId: string, schemeId: string): Promise<boolean> {
    const { policy, today } = await this.today(tx);
    const found = await rows<StoredCertification & Record<string, unknown>>(tx, certificationsUnder, [
      personId,
      schemeId,
    ]);
    return found.some((stored) => !gone.includes(statusOn(historyOf(stored, policy), today)));
  }

  /** Locks a certification for a command; 404 unless it is the actor's or the actor is staff. */
  async lockCertification(tx: Tx, actor: Actor, id: string): Promise<LockedCertification> {
    await changed(tx, 'select from certification where id = $1 for no key update', [id]);
    const stored = await row<StoredCertification & Record<string, unknown>>(tx, oneCertification, [id]);
    if (!stored || (stored.personId !== actor.personId && !seesAllCertifications(actor)))
      throw refusePlatform('not_found');
    const { policy, today } = await this.today(tx);
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
      [id, personId, schemeId, newNumber(today.slice(0, 4)), actor.personId, this.clock.now()],
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
    await this.papers.issue(tx, doer, certificationId);
  }

  /**
   * My certificate on paper, as it was frozen when the last period was granted. 404 for anybody else's, and for an
   * external one.
   */
  async print(actor: Actor, id: string): Promise<Buffer> {
    const { personId } = await this.stored(actor, id);
    const paper = await this.database.row<{ id: string }>(
      `select id from certificate where kind = 'facilitator' and subject_id = $1 and state = 'issued'`,
      [id],
    );
    if (!paper || personId !== actor.personId) throw refusePlatform('not_found');
    return this.credentials.print(actor, paper.id);
  }

  /** Prints my certificate anew, in my name as it is now; the one before is superseded (I-40). */
  reissue(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { stored } = await this.lockCertification(tx, actor, id);
      if (stored.personId !== actor.personId || stored.issuer !== 'college') throw refusePlatform('not_found');
      await this.papers.issue(tx, actor, id);
      await this.touchVersion(tx, id);
      return id;
    });
  }

  /** What the public may learn of a certificate of the college today (I-42). */
  async verification(id: string): Promise<Verification> {
    const found = await this.database.row<StoredCertification & Record<string, unknown>>(oneCertification, [id]);
    const { policy, today } = await this.today();
    return found ? verificationOf[statusOn(historyOf(found, policy), today)] : 'withdrawn';
  }

  /** Gives the whole a new version after something was added to it. */
  async touchVersion(tx: Tx, certificationId: string): Promise<void> {
    await changed(tx, 'update certification set id = id where id = $1', [certificationId]);
  }

  async today(tx?: Tx): Promise<{ policy: Policy; today: string; timeZone: string }> {
    const { policy, timeZone } = await this.college.current(tx);
    return { policy, timeZone, today: dateAt(this.clock.now(), timeZone) };
  }
}
