import { SqlMigration } from './sql-migration.js';

/** Whether there was more than a batch could hold is part of its answer, so the same key says it again. */
export class MoreThanABatchHolds1795000000281 extends SqlMigration {
  readonly name = 'MoreThanABatchHolds1795000000281';
  protected readonly sql = `
alter table batch add column more boolean not null default false;
`;
}
