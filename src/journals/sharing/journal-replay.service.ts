import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { updateRows } from '../../platform/database/tables.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { JournalTransactions } from '../keys/journal-transactions.js';
import { JournalEntry } from '../entries/journal-entry.entity.js';
import { JournalGrant } from './journal-grant.entity.js';

/** What an author ended or put away, no restore shows again (BR-191). The log has ids of grants and entries, not of authors. */
@Injectable()
export class JournalReplayService {
  constructor(
    private readonly journal: JournalTransactions,
    private readonly clock: Clock,
  ) {}

  @Replays('journal_grant_ended')
  endGrants(ids: string[]): Promise<void> {
    return this.journal.asReplay(ids, async (tx) => {
      await updateRows(
        tx,
        JournalGrant,
        { id: ids, revokedAt: null },
        { revokedAt: this.clock.now(), sealedKey: null },
      );
    });
  }

  /** Its author can bring it back for another 30 days (BR-132). */
  @Replays('journal_entry_deleted')
  deleteEntries(ids: string[]): Promise<void> {
    return this.journal.asReplay(ids, async (tx) => {
      const now = this.clock.now();
      await updateRows(tx, JournalEntry, { id: ids, deletedAt: null }, { deletedAt: now });
      await updateRows(tx, JournalGrant, { entryId: ids, revokedAt: null }, { revokedAt: now, sealedKey: null });
    });
  }
}
