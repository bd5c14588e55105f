import driver, { type ClientBase, Pool } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/list.js';
import { SnakeCaseNaming } from '../platform/database/naming.js';
import type { Config } from '../platform/config.js';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import { sendUnnamed } from '../platform/database/sql.js';
import { keptAlive, watchConnection, watchPool } from '../platform/database/watched-connection.js';
import { apiRole } from './api-role.js';

/** The names of the migrations of this program, oldest first. */
export const knownMigrations: readonly string[] = migrations.map((Migration) => new Migration().name);

/** What every connection of the API's pool promises, as PostgreSQL shows it: as whom it works, and that it never waits for ever. */
export const sessionSettings: Readonly<Record<string, string>> = {
  lock_timeout: '2s',
  statement_timeout: '5s',
  idle_in_transaction_session_timeout: '10s',
  TimeZone: 'UTC',
  row_security: 'on',
  role: apiRole,
};

/** The same as the parameter with which a connection begins. */
const beginning = {
  options: Object.entries(sessionSettings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' '),
};

/** Behind a pooler connections begin for nobody in particular: there the login has the settings (kept-settings.ts). */
export const beginningOf = ({ isPooled }: DatabaseUrls): { options?: string } => (isPooled ? {} : beginning);

const connectMs = 2_000;
const applicationName = 'recovery-college';

/** The one way to connect: the API, the worker and the tests use it. A start looks whether it holds. */
export function dataSourceOptions(
  urls: DatabaseUrls,
  { POOL_SIZE: poolSize, PREPARED }: Pick<Config, 'POOL_SIZE' | 'PREPARED'>,
): DataSourceOptions {
  return {
    type: 'postgres',
    driver,
    url: urls.api,
    poolSize,
    connectTimeoutMS: connectMs,
    applicationName,
    installExtensions: false,
    namingStrategy: new SnakeCaseNaming(),
    extra: {
      ...keptAlive,
      // A quiet college keeps two open, with what they have planned.
      min: 2,
      onConnect: (client: ClientBase) => {
        watchConnection(client);
        if (PREPARED === 'off') sendUnnamed(client);
      },
      ...beginningOf(urls),
    },
  };
}

/** A pool of one server beside it, for what is only asked; its connections begin like those of the other. */
export const readingPool = (url: string, max: number): Pool =>
  watchPool(
    new Pool({
      connectionString: url,
      max,
      connectionTimeoutMillis: connectMs,
      application_name: applicationName,
      ...beginning,
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
