import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { JournalGrant } from './journal-grant.entity.js';

/**
 * Whether people are tied by what one shares with another; for whoever has to be impartial. Only yes or no leaves this
 * module.
 */
@Injectable()
export class SharingConflictService {
  constructor(private readonly clock: Clock) {}

  /**
   * Whether one of these people may read something of this author's now. Row-level security lets each ask only as
   * themselves; afterwards the transaction sees no row again.
   */
  async anyReads(tx: Tx, authorId: string, readerIds: readonly string[]): Promise<boolean> {
    let found = false;
    for (const readerId of readerIds) {
      await row(tx, `select set_config('journal.person', $1, true), set_config('journal.now', $2, true)`, [
        readerId,
        this.clock.now().toISOString(),
      ]);
      found ||= await tx.existsBy(JournalGrant, { authorId, readerId });
    }
    await row(tx, `select set_config('journal.person', '', true)`);
    return found;
  }
}
