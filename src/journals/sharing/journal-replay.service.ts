import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { changed } from '../../platform/database/sql.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { JournalTransactions } from '../keys/journal-transactions.js';

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
      await changed(
        tx,
        `
          update journal_grant g
          set revoked_at = $2, sealed_key = null
          where g.id = any ($1) and g.revoked_at is null`,
        [ids, this.clock.now()],
      );
    });
  }

  /** Its author can bring it back for another 30 days (BR-132). */
  @Replays('journal_entry_deleted')
  deleteEntries(ids: string[]): Promise<void> {
    return this.journal.asReplay(ids, async (tx) => {
      const now = this.clock.now();
      await changed(tx, 'update journal_entry e set deleted_at = $2 where e.id = any ($1) and e.deleted_at is null', [
        ids,
        now,
      ]);
      await changed(
        tx,
        `
          update journal_grant g
          set revoked_at = $2, sealed_key = null
          where g.entry_id = any ($1) and g.revoked_at is null`,
        [ids, now],
      );
    });
  }
}
