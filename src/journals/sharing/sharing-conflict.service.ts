import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { row, type Tx } from '../../platform/database/sql.js';

/**
 * Whether people are tied by what one shares with another; for whoever has to be impartial. Only yes or no leaves this
 * module.
 */
@Injectable()
export class SharingConflictService {
  constructor(private readonly clock: Clock) {}

  /**
   * Whether one of these people may read something of this author's now. It is asked as the author, who sees each of
   * their grants; afterwards the transaction sees no row again.
   */
  async anyReads(tx: Tx, authorId: string, readerIds: readonly string[]): Promise<boolean> {
    await row(tx, `select set_config('journal.person', $1, true)`, [authorId]);
    const found = await row(
      tx,
      `
        select
        from journal_grant
        where author_id = $1 and reader_id = any ($2) and revoked_at is null and expires_at > $3
        limit 1`,
      [authorId, readerIds, this.clock.now()],
    );
    await row(tx, `select set_config('journal.person', '', true)`);
    return found !== undefined;
  }
}
