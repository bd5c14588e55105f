import { Injectable } from '@nestjs/common';
import { automatic } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { insertRow } from '../../platform/database/tables.js';
import { Events } from '../../platform/events/events.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { CertificationNotice } from './certification.entity.js';
import { endingAround, oneCertification } from './certification.queries.js';
import { historyOf, type StoredCertification } from './certification.presenter.js';
import { dueNotices } from './certification-notice.rules.js';
import { CertificationQueryService } from './certification-query.service.js';

/**
 * Says in time that a certification ends: one event each, from which messages and tasks are made. It only tells; where
 * a certification stands never waits for it (I-38), and a new installation of the system tells nothing twice (I-39).
 */
@Injectable()
export class CertificationNoticeService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly certifications: CertificationQueryService,
  ) {}

  /** The daily job: raises each notice that is due and was not raised yet. */
  @Every('23 4 * * *', 'notice-certifications')
  async announceDueEnds(): Promise<void> {
    const { policy, today } = await this.certifications.today();
    const around = Math.max(...policy.certificationNoticeDays, policy.certificationGraceDays, 0) + 731;
    const found = await this.database.rows<StoredCertification>(endingAround, [today, around]);
    for (const stored of found) {
      for (const { periodIndex, occasion, daysLeft } of dueNotices(
        historyOf(stored, policy),
        policy.certificationNoticeDays,
        today,
      )) {
        await this.announceEnd(stored, periodIndex, occasion, daysLeft);
      }
    }
  }

  /**
   * Whether a reminder of this last day still holds: nothing follows it, and no renewal waits for a decision (I-25).
   */
  async stillEnds(tx: Tx, certificationId: string, day: string): Promise<boolean> {
    const stored = await row<StoredCertification>(tx, oneCertification, [certificationId]);
    if (!stored) return false;
    const { policy, today } = await this.certifications.today(tx);
    return dueNotices(historyOf(stored, policy), policy.certificationNoticeDays, today).some(
      ({ periodIndex, daysLeft }) => daysLeft > 0 && stored.periods[periodIndex]?.validThrough === day,
    );
  }

  private async announceEnd(
    { id, personId, periods }: StoredCertification,
    periodIndex: number,
    occasion: string,
    daysLeft: number,
  ): Promise<void> {
    const period = periods[periodIndex];
    if (!period) return;
    await this.database.transaction(async (tx) => {
      const raised = await insertRow(
        tx,
        CertificationNotice,
        { periodId: period.id, occasion, raisedAt: this.clock.now() },
        { unlessThere: true },
      );
      if (raised === 0) return;
      const type =
        occasion === 'lapsed' || occasion === 'expired' ? `certification.${occasion}` : 'certification.ending';
      await this.events.record(tx, automatic('certification-notices'), {
        type,
        subjectId: id,
        personId,
        refs: { occasion, daysLeft, validThrough: period.validThrough },
      });
    });
  }
}
