import { SqlMigration } from './sql-migration.js';

/** A task for each coming session whose peer lost the certification that it needs. */
export class SessionsAtRisk1795000000031 extends SqlMigration {
  readonly name = 'SessionsAtRisk1795000000031';
  protected readonly sql = `
alter table staff_task drop constraint staff_task_kind,
  add constraint staff_task_kind check (kind in ('message_not_sent', 'welfare_follow_up', 'session_at_risk'));
`;
}
