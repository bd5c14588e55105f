import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { changed } from '../platform/database/sql.js';
import { Every } from '../platform/jobs/job.decorators.js';
import { goesByItself, personalTables, tidyingOf } from './personal-tables.js';

const atOnce = 1000;

/** Lets go of what nobody needs any more. Nothing depends on it but how long a row is there. */
@Injectable()
export class RetentionService {
  constructor(private readonly database: Database) {}

  /** Table by table, in small transactions, until nothing is due. */
  @Every('19 2 * * *', 'let-go')
  async tidy(): Promise<void> {
    for (const table of personalTables.filter(goesByItself)) {
      const statement = tidyingOf(table, atOnce);
      while ((await this.database.datedTransaction((tx, now) => changed(tx, statement, [now]))) === atOnce);
    }
  }
}
