import { SqlMigration } from './sql-migration.js';

/** All sessions by start, and those in one state. */
export class TheWeekOfTheCollege1795000000270 extends SqlMigration {
  readonly name = 'TheWeekOfTheCollege1795000000270';
  override readonly transaction = false;
  protected readonly sql = [
    'drop index concurrently if exists session_by_day',
    'create index concurrently session_by_day on session (starts_at, id)',
    'drop index concurrently if exists session_by_state',
    'create index concurrently session_by_state on session (state, starts_at, id)',
  ];
}
