import driver, { type ClientBase } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/list.js';
import { SnakeCaseNaming } from '../platform/database/naming.js';
import { keptAlive, watchConnection } from '../platform/database/watched-connection.js';

/** What every connection of the API's pool promises: it owns nothing, and it never waits for ever. */
const sessionSettings = {
  lock_timeout: '2s',
  statement_timeout: '5s',
  idle_in_transaction_session_timeout: '10s',
  timezone: 'UTC',
};

/**
 * The one way to connect: the API, the worker and the tests use it. `role` is the role that owns nothing, where it
 * exists.
 */
export function dataSourceOptions(url: string, poolSize: number, role: string | null): DataSourceOptions {
  const settings = { ...sessionSettings, ...(role ? { role } : {}) };
  return {
    type: 'postgres',
    driver,
    url,
    poolSize,
    connectTimeoutMS: 2000,
    applicationName: 'recovery-college',
    installExtensions: false,
    namingStrategy: new SnakeCaseNaming(),
    extra: {
      ...keptAlive,
      onConnect: (client: ClientBase) => watchConnection(client),
      options: Object.entries(settings)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
    },
  };
}

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
