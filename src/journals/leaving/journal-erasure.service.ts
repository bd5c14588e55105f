import { Injectable } from '@nestjs/common';
import { Raw } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, deleteRows, updateRows } from '../../platform/database/tables.js';
import { PersonalKeys } from '../../platform/keys/personal-keys.js';
import { Every } from '../../platform/jobs/job.decorators.js';
import { JournalEntry } from '../entries/journal-entry.entity.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { JournalComment, JournalGrant, JournalReaderCode } from '../sharing/journal-grant.entity.js';
import { JournalExport } from './journal-export.entity.js';

/** The end of journals: a person's wish, or the end of the time in which a deletion can be undone. */
@Injectable()
export class JournalErasureService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly keys: PersonalKeys,
    private readonly clock: Clock,
  ) {}

  /** Ends what a person shares and what others share with them, e.g. when their account closes. May be repeated. */
  async endSharing(personId: string): Promise<void> {
    await this.journal.as({ personId, afterCard: null }, (tx) => this.endGrants(tx, { authorId: personId }));
    await this.journal.asLeaver(personId, (tx) => this.endGrants(tx, { readerId: personId }));
  }

  /** Ends what a person shares, as part of leaving the college; what others share with them is for those to end. */
  async endOwnShares(tx: Tx, personId: string): Promise<void> {
    await this.journal.within(tx, personId, () => this.endGrants(tx, { authorId: personId }));
  }

  private async endGrants(tx: Tx, of: { authorId: string } | { readerId: string }): Promise<void> {
    const ended = { revokedAt: this.clock.now(), sealedKey: null };
    await updateRows(tx, JournalGrant, { ...of, revokedAt: null }, ended);
  }

  /**
   * Destroys a person's key, then what it sealed. From the first step on no copy of the database can be read, however
   * old (BR-136). What they wrote beside others' entries goes too. May be repeated.
   */
  async shred(personId: string): Promise<void> {
    await this.journal.as({ personId, afterCard: null }, async (tx) => {
      await holdKeys(tx, personId);
      await this.keys.shred(personId);
    });
    await this.endSharing(personId);
    await this.journal.asLeaver(personId, (tx) => deleteRows(tx, JournalComment, { readerId: personId }));
    await this.journal.as({ personId, afterCard: null }, async (tx) => {
      await deleteRows(tx, JournalEntry, { authorId: personId });
      await deleteRows(tx, JournalExport, { authorId: personId });
    });
  }

  /**
   * Removes what nobody can reach any more, from every copy of the database (BR-132). After an interruption it goes on
   * where it stopped.
   */
  @Every('41 3 * * *', 'purge-beyond-recall')
  async purge(): Promise<void> {
    while (await this.journal.asCleaner((tx) => this.purgeSome(tx)));
    await this.journal.asCleaner(async (tx) => {
      const expired = { expiresAt: Raw((column) => `${column} < journal_now()`) };
      await tx.delete(JournalExport, expired);
      await tx.delete(JournalReaderCode, expired);
    });
  }
  /**
   * The keys are gone before the rows are: what is interrupted between them is found again by its rows. False when
   * nothing was due.
   */
  private async purgeSome(tx: Tx): Promise<boolean> {
    const due = await row<Pick<JournalEntry, 'authorId'>>(
      tx,
      `select ${columnsOf(JournalEntry, 'e', 'authorId')} from journal_entry e where ${beyondRecall} limit 1`,
      [],
    );
    if (!due) return false;
    await holdKeys(tx, due.authorId);
    const gone = await rows<Pick<JournalEntry, 'id'>>(
      tx,
      `
        delete from journal_entry e
        where ${beyondRecall}
          and id = any (array(select id from journal_entry where author_id = $1 and ${beyondRecall} limit ${atOnce}))
        returning ${columnsOf(JournalEntry, 'e', 'id')}`,
      [due.authorId],
    );
    await this.keys.prune(
      due.authorId,
      gone.map(({ id }) => id),
    );
    return true;
  }
}

const beyondRecall = `deleted_at <= journal_now() - interval '30 days'`;
const atOnce = 200;

/** The keys of one author change one change at a time, in all processes. */
const holdKeys = (tx: Tx, authorId: string) =>
  rows(tx, `select pg_advisory_xact_lock(hashtextextended('journal keys ' || $1, 0))`, [authorId]);
