import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration is a name and a body of SQL. It is never edited once landed, and only goes forward. */
export abstract class SqlMigration implements MigrationInterface {
  /** Class name with a rising 13-digit stamp, as TypeORM orders by it. */
  abstract readonly name: string;
  protected abstract readonly sql: string;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(this.sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward; restore a backup to go back.'));
  }
}
