import { SqlMigration } from './sql-migration.js';

/** The API reads which migrations ran, to say whether it fits the database; and it may use the schema wherever that is not open to all. */
export class WhatReadinessReads1795000000234 extends SqlMigration {
  readonly name = 'WhatReadinessReads1795000000234';
  protected readonly sql = `
select grant_api('select', 'migration');
select grant_api('usage', 'schema public');
`;
}
