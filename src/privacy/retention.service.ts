import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { changed } from '../platform/database/sql.js';
import { Every } from '../platform/jobs/job.decorators.js';
import { type GoesByItself, goesByItself, personalTables, tidyingOf } from './personal-tables.js';

const atOnce = 1000;
/** Where so many rows of one table are refused, something else is wrong. */
const mostPassed = 100;

/** Lets go of what nobody needs any more. Nothing depends on it but how long a row is there. */
@Injectable()
export class RetentionService {
  private readonly log = new Logger('RetentionService');

  constructor(private readonly database: Database) {}

  /**
   * Table by table, in small transactions, until nothing is due. A row that is refused stops neither the rest of its
   * table nor the tables behind it.
   */
  @Every('19 2 * * *', 'let-go')
  async tidy(): Promise<void> {
    for (const table of personalTables.filter(goesByItself)) {
      if (!(await this.letGo(table))) this.log.error(`Not everything that is due could be let go: ${table.table}`);
    }
  }

  /**
   * The number of rows is halved until the one that is refused stands alone, and is passed over; false when there was one.
   */
  private async letGo(table: GoesByItself): Promise<boolean> {
    let [most, passed] = [atOnce, 0];
    for (;;) {
      try {
        const statement = tidyingOf(table, most, passed);
        const gone = await this.database.datedTransaction((tx, now) => changed(tx, statement, [now]));
        if (gone < most) return passed === 0;
        most = Math.min(most * 2, atOnce);
      } catch {
        if (most > 1) most = Math.ceil(most / 2);
        else passed++;
        if (passed === mostPassed) return false;
      }
    }
  }
}
