import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration is a name and a body of SQL. It is never edited once landed, and only goes forward. */
export abstract class SqlMigration implements MigrationInterface {
  /** Class name with a rising 13-digit stamp, as TypeORM orders by it. */
  abstract readonly name: string;
  protected abstract readonly sql: string | readonly string[];

  /**
   * `false` for what PostgreSQL refuses inside a transaction (`create index concurrently`): `sql` is then a list, each statement by
   * itself, and done again from the first where one of them failed.
   */
  readonly transaction?: false;

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [this.sql].flat()) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward; restore a backup to go back.'));
  }
}
