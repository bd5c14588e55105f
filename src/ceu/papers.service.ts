import { Injectable } from '@nestjs/common';
import { College, dateAt } from '../college/college.service.js';
import { Names } from '../people/names.service.js';
import type { Doer } from '../platform/access/actor.js';
import { Clock } from '../platform/clock.js';
import { Credentials } from '../platform/credentials/credentials.service.js';
import type { Tx } from '../platform/database/sql.js';
import type { StoredEntry } from './award.queries.js';
import { awardFacts } from './papers.print.js';
import { Transcripts } from './transcript.service.js';

/**
 * The papers that say what the ledger says: a certificate for each award, and transcripts. What does not stand any more
 * is withdrawn (I-32).
 */
@Injectable()
export class CePapers {
  constructor(
    private readonly credentials: Credentials,
    private readonly college: College,
    private readonly transcripts: Transcripts,
    private readonly names: Names,
    private readonly clock: Clock,
  ) {}

  /**
   * Issues the certificate of an award; after a correction it takes the place of the one before. `subjectId` is the
   * first award of the chain.
   */
  async issue(tx: Tx, doer: Doer, subjectId: string, award: Omit<StoredEntry, 'id'>): Promise<void> {
    const { letterhead, timeZone } = await this.college.current(tx);
    await this.credentials.issue(tx, doer, {
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
    if (!isReplaced) await this.credentials.withdraw(tx, doer, 'ceu', subjectId);
    await this.transcripts.withdrawCovering(tx, doer, award.personId, award.completedOn);
  }
}
