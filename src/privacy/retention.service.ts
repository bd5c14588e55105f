import { Injectable, Logger } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import type { Policy } from '../college/policy.dto.js';
import { waysLapse } from '../people/contact/safe-contact.sql.js';
import { Database } from '../platform/database/database.js';
import { changed } from '../platform/database/sql.js';
import { Every } from '../platform/jobs/job.decorators.js';
import { type GoesByItself, goesByItself, periodOf, personalTables, tidyingOf } from './personal-tables.js';

const atOnce = 1000;
/** Where so many rows of one table are refused, something else is wrong. */
const mostPassed = 100;

/** Lets go of what nobody needs any more. Nothing depends on it but how long a row is there. */
@Injectable()
export class RetentionService {
  private readonly log = new Logger('RetentionService');

  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
  ) {}

  /**
   * Table by table, in small transactions, until nothing is due (BR-230). A row that is refused stops neither the rest
   * of its table nor the tables behind it.
   */
  @Every('19 2 * * *', 'let-go')
  async tidy(): Promise<void> {
    const policy = await this.database.transaction((tx) => this.college.policy(tx));
    await this.letWaysLapse(policy);
    for (const table of personalTables.filter(goesByItself)) {
      if (!(await this.letGo(table, policy)))
        this.log.error(`Not everything that is due could be let go: ${table.table}`);
    }
  }

  /** Those who are away for long are reached by nothing any more; what they had allowed goes like every earlier version. */
  private async letWaysLapse({ confidedYears }: Policy): Promise<void> {
    try {
      await this.database.datedTransaction((tx, now) => changed(tx, waysLapse, [now, `${confidedYears} years`]));
    } catch {
      this.log.error('The ways of contact of those who are away could not lapse');
    }
  }

  /**
   * The number of rows is halved until the one that is refused stands alone, and is passed over; false when there was one.
   */
  private async letGo(table: GoesByItself, policy: Policy): Promise<boolean> {
    const period = periodOf(table, policy);
    let [most, passed] = [atOnce, 0];
    for (;;) {
      try {
        const statement = tidyingOf(table, most, passed);
        const gone = await this.database.datedTransaction((tx, now) => changed(tx, statement, [now, period]));
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
