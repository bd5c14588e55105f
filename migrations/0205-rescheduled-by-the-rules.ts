import { SqlMigration } from './sql-migration.js';

/** A session can be moved by nobody: when the rules of its time zone change. */
export class RescheduledByTheRules1795000000205 extends SqlMigration {
  readonly name = 'RescheduledByTheRules1795000000205';
  protected readonly sql = 'alter table session_rescheduling alter column moved_by drop not null';
}
