import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { row, type Tx } from '../database/sql.js';

const lastRestore = `
  select max(r.found_at) as "restoredAt", coalesce(bool_or(r.released_at is null), false) as held
  from restore r`;

/** How the database stands towards the last time that it was restored. */
export interface SinceRestore {
  /** When that was found; null if it never was. */
  restoredAt: Date | null;
  /** Whether messages wait until staff release them. */
  held: boolean;
}

/** What whoever sends has to know about restores (BR-191). */
@Injectable()
export class Restores {
  constructor(private readonly database: Database) {}

  /** Inside a transaction, or outside any. */
  async last(tx?: Tx): Promise<SinceRestore> {
    const found = tx ? await row<SinceRestore>(tx, lastRestore) : await this.database.row<SinceRestore>(lastRestore);
    return found ?? { restoredAt: null, held: false };
  }
}
