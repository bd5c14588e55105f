import { SqlMigration } from './sql-migration.js';

/** Runs by when they begin, and those of one venue; and words that are spelled nearly like a title. */
export class ListsInTheirOrders1795000000278 extends SqlMigration {
  readonly name = 'ListsInTheirOrders1795000000278';
  override readonly transaction = false;
  protected readonly sql = [
    'create extension if not exists pg_trgm',
    'drop index concurrently if exists run_by_start',
    'create index concurrently run_by_start on run (first_start, id)',
    'drop index concurrently if exists run_by_venue',
    'create index concurrently run_by_venue on run (venue_id, id)',
  ];
}
