import driver, { type ClientBase, Pool } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/list.js';
import { SnakeCaseNaming } from '../platform/database/naming.js';
import { keptAlive, watchConnection, watchPool } from '../platform/database/watched-connection.js';
import { apiRole } from './api-role.js';

/** The names of the migrations of this program, oldest first. */
export const knownMigrations: readonly string[] = migrations.map((Migration) => new Migration().name);

/** What every connection of the API's pool promises, as PostgreSQL shows it: it never waits for ever. */
export const sessionSettings: Readonly<Record<string, string>> = {
  lock_timeout: '2s',
  statement_timeout: '5s',
  idle_in_transaction_session_timeout: '10s',
  TimeZone: 'UTC',
  row_security: 'on',
};

/** The same as the parameter with which a connection begins; it owns nothing, as the role owns nothing. */
export const sessionOptions = Object.entries({ ...sessionSettings, role: apiRole })
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ');

const connectMs = 2_000;
const applicationName = 'recovery-college';

/** The one way to connect: the API, the worker and the tests use it. A start looks whether it holds. */
export function dataSourceOptions(url: string, poolSize: number): DataSourceOptions {
  return {
    type: 'postgres',
    driver,
    url,
    poolSize,
    connectTimeoutMS: connectMs,
    applicationName,
    installExtensions: false,
    namingStrategy: new SnakeCaseNaming(),
    extra: {
      ...keptAlive,
      // A quiet college keeps two open, with what they have planned.
      min: 2,
      onConnect: (client: ClientBase) => watchConnection(client),
      options: sessionOptions,
    },
  };
}

/** A pool beside it, for what is only asked; its connections begin like those of the other. */
export const readingPool = (url: string, max: number): Pool =>
  watchPool(
    new Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: connectMs,
      application_name: applicationName,
      options: sessionOptions,
      ...keptAlive,
    }),
  );

/** The connection that owns the tables; used for migrations only. */
export function migrationDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    driver,
    url,
    poolSize: 2,
    connectTimeoutMS: 10_000,
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    // The tables of what is issued and sent refuse a connection that migrates (I-39).
    extra: { options: '-c lock_timeout=500 -c timezone=UTC -c college.migrating=on' },
  });
}
