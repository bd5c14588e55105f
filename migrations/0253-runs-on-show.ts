import { SqlMigration } from './sql-migration.js';

/** Open runs in the order of the prospectus, and when the next of them is over. */
export class RunsOnShow1795000000253 extends SqlMigration {
  readonly name = 'RunsOnShow1795000000253';
  override readonly transaction = false;
  protected readonly sql = [
    'drop index concurrently if exists run_on_show',
    `create index concurrently run_on_show on run (first_start, id) where state = 'open'`,
    'drop index concurrently if exists run_over',
    `create index concurrently run_over on run (last_end) where state = 'open'`,
  ];
}
