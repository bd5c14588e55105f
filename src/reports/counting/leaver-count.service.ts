import { Injectable } from '@nestjs/common';
import { changed, type Tx } from '../../platform/database/sql.js';

/** Keeps in the counts what somebody did who is about to be erased, without them (BR-195). */
@Injectable()
export class LeaverCountService {
  /** Waits for a report that is being made, so that it counts the person once: among those who are here, or here. */
  async keep(tx: Tx, personId: string): Promise<void> {
    await changed(tx, `select pg_advisory_xact_lock_shared(hashtext('reports'))`);
    await changed(tx, 'select keep_leaver_counts($1)', [personId]);
  }
}
