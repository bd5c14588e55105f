import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { row, type Tx } from '../../platform/database/sql.js';
import type { Sealed } from '../../platform/keys/sealed-texts.js';

/** Whether a person has anything in a journal that only their keys open; for the guard of the keys alone. */
@Injectable()
export class SealedJournalService {
  constructor(private readonly clock: Clock) {}

  /**
   * What they wrote is sealed under their tree, and what is shared with them also under their key. Afterwards the
   * transaction sees no row of a journal again.
   */
  async of(tx: Tx, personId: string): Promise<Omit<Sealed, 'gone'>> {
    await row(tx, `select set_config('journal.person', $1, true), set_config('journal.now', $2, true)`, [
      personId,
      this.clock.now().toISOString(),
    ]);
    const found = await row<{ written: boolean; shared: boolean }>(
      tx,
      `
        select exists (select from journal_version where author_id = $1) as written,
          exists (select from journal_grant where reader_id = $1) as shared`,
      [personId],
    );
    await row(tx, `select set_config('journal.person', '', true)`);
    return { any: found?.written === true || found?.shared === true, inTree: found?.written === true };
  }
}
