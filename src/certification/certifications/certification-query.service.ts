import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Policy } from '../../college/policy.dto.js';
import { dateAt } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import type { Verification } from '../../certificates/certificate.rules.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { listed, pageFrom } from '../../platform/listing/listing.js';
import type { CountedPage } from '../../platform/http/pagination.js';
import type { CertificationDto, CertificationQuery } from './certification.dto.js';
import { seesAllCertifications } from './certification.policy.js';
import {
  certificationColumns,
  certificationOrders,
  certificationsUnder,
  fromCertifications,
  oneCertification,
  peersCertifications,
  whichCertifications,
} from './certification.queries.js';
import { type CertificationState, statusOn, validThrough } from './certification.rules.js';
import { historyOf, presentCertification, type StoredCertification } from './certification.presenter.js';

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

/** Certifications as their holders, staff, planners of runs and the public may know them. */
@Injectable()
export class CertificationQueryService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** Mine; for staff everybody's, in the order of recording. */
  async list(actor: Actor, query: CertificationQuery): Promise<CountedPage<CertificationDto>> {
    const found = await listed<StoredCertification>(
      this.database,
      {
        list: 'certifications',
        columns: certificationColumns,
        from: fromCertifications,
        counted: 'from certification c',
        where: whichCertifications,
        values: [seesAllCertifications(actor), actor.personId, query.personId ?? null],
      },
      certificationOrders[query.sort],
      query,
    );
    const { policy, today } = await this.today();
    return pageFrom(found, (each) => presentCertification(actor, each, policy, today));
  }

  /** 404 for somebody else's, unless one is staff. */
  async one(actor: Actor, id: string): Promise<CertificationDto> {
    const { policy, today } = await this.today();
    return presentCertification(actor, await this.stored(actor, id), policy, today);
  }

  /** What is stored, for a reader that judges it itself. 404 as above. */
  async stored(actor: Actor, id: string): Promise<StoredCertification> {
    const found = await this.database.row<StoredCertification>(oneCertification, [id]);
    if (!found || (found.personId !== actor.personId && !seesAllCertifications(actor)))
      throw refuse(platformRefusals.not_found);
    return found;
  }

  /**
   * For these people and courses, answers by which day each may last facilitate the course as a peer without a gap from
   * `day` on (BR-22); null without a certification that counts on it, in a track that the course
   * allows.
   */
  async peersThrough(
    tx: Tx,
    asked: { personId: string; courseId: string }[],
    { day, policy }: { day: string; policy: Policy },
  ): Promise<(personId: string, courseId: string) => string | null> {
    const found = await rows<StoredCertification & { courseId: string }>(tx, peersCertifications, [
      JSON.stringify(asked),
    ]);
    const through = new Map<string, string>();
    for (const { courseId, ...stored } of found) {
      const until = validThrough(historyOf(stored, policy), day, policy.certificationGraceMayFacilitate);
      const key = `${stored.personId} ${courseId}`;
      if (until !== null && until > (through.get(key) ?? '')) through.set(key, until);
    }
    return (personId, courseId) => through.get(`${personId} ${courseId}`) ?? null;
  }

  /** Whether somebody is certified under a scheme and need not apply again. */
  async holdsUnder(tx: Tx, personId: string, schemeId: string): Promise<boolean> {
    const { policy, today } = await this.today(tx);
    const found = await rows<StoredCertification>(tx, certificationsUnder, [personId, schemeId]);
    return found.some((stored) => !gone.includes(statusOn(historyOf(stored, policy), today)));
  }

  /** What the public may learn of a certificate of the college today (I-42). */
  async verification(id: string): Promise<Verification> {
    const found = await this.database.row<StoredCertification>(oneCertification, [id]);
    const { policy, today } = await this.today();
    return found ? verificationOf[statusOn(historyOf(found, policy), today)] : 'withdrawn';
  }

  /** The day at the college, with the policy that counts on it. */
  async today(tx?: Tx): Promise<{ policy: Policy; today: string; timeZone: string }> {
    const { policy, timeZone } = await this.college.current(tx);
    return { policy, timeZone, today: dateAt(this.clock.now(), timeZone) };
  }
}
