import { Client } from 'pg';
import { seedDemoCollege } from '../demo/demo-college.js';
import { migrate, roleOfApi } from './migrate.js';
import type { Config } from '../platform/config.js';
import { DatabaseUrls } from '../platform/database/database-urls.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start-embedded-postgres.js';

export interface OpenDatabase {
  urls: DatabaseUrls;
  /** The role that the API's connections take on; null where the server does not allow one. */
  role: string | null;
  embedded: boolean;
  /** Stops the embedded database; does nothing for a server of your own. */
  stop(): Promise<void>;
}

const databaseName = 'recovery_college';
const draftName = `${databaseName}_draft`;

/** Finds the database that the configuration names, or starts the embedded one, and brings it to the newest form. */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  const { urls, stop } = config.DATABASE_URL
    ? ownServer(config.DATABASE_URL, config.MIGRATION_DATABASE_URL)
    : await embedded(config);
  try {
    await migrate(urls);
    return { urls, role: await roleOfApi(urls), embedded: !config.DATABASE_URL, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const ownServer = (api: string, owner = api) => ({ urls: new DatabaseUrls(api, owner), stop: () => Promise.resolve() });

/** A new database becomes visible under its name only when the demo college in it is complete. */
async function embedded(config: Config) {
  const server = await startEmbeddedPostgres({ folder: config.dataFolder });
  const urlsOf = (database: string) => new DatabaseUrls(server.urlOf(database), server.urlOf(database));
  const client = new Client({ connectionString: server.urlOf('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) {
      await client.query(`drop database if exists ${draftName} with (force)`);
      await client.query(`create database ${draftName}`);
      await migrate(urlsOf(draftName));
      // Nobody has been told of a draft; the rename waits until all of it is on the disk.
      await client.query(`alter database ${draftName} set synchronous_commit = off`);
      await seedDemoCollege(config, urlsOf(draftName), await roleOfApi(urlsOf(draftName)));
      await client.query(`alter database ${draftName} reset synchronous_commit`);
      await client.query(`alter database ${draftName} rename to ${databaseName}`);
    }
  } finally {
    await client.end();
  }
  return { urls: urlsOf(databaseName), stop: () => server.stop() };
}
