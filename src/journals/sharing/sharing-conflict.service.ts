import { Injectable } from '@nestjs/common';
import { In, IsNull, MoreThan } from 'typeorm';
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
   * Whether one of these people may read something of this author's now. It is asked as the author, who sees each of
   * their grants; afterwards the transaction sees no row again.
   */
  async anyReads(tx: Tx, authorId: string, readerIds: readonly string[]): Promise<boolean> {
    await row(tx, `select set_config('journal.person', $1, true)`, [authorId]);
    const found = await tx.existsBy(JournalGrant, {
      authorId,
      readerId: In([...readerIds]),
      revokedAt: IsNull(),
      expiresAt: MoreThan(this.clock.now()),
    });
    await row(tx, `select set_config('journal.person', '', true)`);
    return found;
  }
}
