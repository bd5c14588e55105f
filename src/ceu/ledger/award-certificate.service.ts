import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { PrintedNameService } from '../../people/private-details/printed-name.service.js';
import { dateAt } from '../../platform/calendar.js';
import type { Doer } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { CertificateService } from '../../certificates/certificate.service.js';
import type { Tx } from '../../platform/database/sql.js';
import type { StoredEntry } from './ce-award.queries.js';
import { awardFacts } from './award-certificate.presenter.js';
import { TranscriptService } from '../transcripts/transcript.service.js';

/**
 * The papers that say what the ledger says: a certificate for each award, and transcripts. What does not stand any more
 * is withdrawn (I-32).
 */
@Injectable()
export class AwardCertificateService {
  constructor(
    private readonly certificates: CertificateService,
    private readonly college: CollegeService,
    private readonly transcripts: TranscriptService,
    private readonly names: PrintedNameService,
    private readonly clock: Clock,
  ) {}

  /**
   * Issues the certificate of an award; after a correction it takes the place of the one before. `subjectId` is the
   * first award of the chain.
   */
  async issue(tx: Tx, doer: Doer, subjectId: string, award: Omit<StoredEntry, 'id'>): Promise<void> {
    const { letterhead, timeZone } = await this.college.current(tx);
    await this.certificates.issue(tx, doer, {
      kind: 'ceu',
      personId: award.personId,
      subjectId,
      content: {
        namePrinted: await this.names.printed(tx, award.personId),
        title: award.title,
        facts: awardFacts(award),
        providerName: award.provider,
        providerLines: letterhead.lines ?? [],
        signatory: letterhead.signatory ?? null,
        signatoryTitle: letterhead.signatoryTitle ?? null,
        issuedOn: dateAt(this.clock.now(), timeZone),
      },
    });
  }

  /**
   * An award was taken back: its certificate, unless another award takes its place, and the transcripts that list it.
   */
  async withdraw(tx: Tx, doer: Doer, subjectId: string, award: StoredEntry, isReplaced: boolean): Promise<void> {
    if (!isReplaced) await this.certificates.withdraw(tx, doer, 'ceu', subjectId);
    await this.transcripts.withdrawCovering(tx, doer, award.personId, award.completedOn);
  }
}
