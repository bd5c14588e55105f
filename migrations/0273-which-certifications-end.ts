import { SqlMigration } from './sql-migration.js';

/** Which certifications end within some days is found by the day, beside any number that ended long ago. */
export class WhichCertificationsEnd1795000000273 extends SqlMigration {
  readonly name = 'WhichCertificationsEnd1795000000273';
  override readonly transaction = false;
  protected readonly sql = [
    'drop index concurrently if exists certification_period_ends',
    'create index concurrently certification_period_ends on certification_period (valid_through) where verified_at is not null',
  ];
}
