import { SqlMigration } from './sql-migration.js';

/** How many sessions a stretch of days has: without it, reports are planned as if they were about a handful. */
export class DaysOfSessions1795000000151 extends SqlMigration {
  readonly name = 'DaysOfSessions1795000000151';
  protected readonly sql = `
create statistics session_days on (local_start::date) from session;
`;
}
