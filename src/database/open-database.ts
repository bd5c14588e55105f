import { Client } from 'pg';
import { seedDemoCollege } from '../demo/demo-college.js';
import { requireDatabase } from './connect.js';
import { databaseName } from './database-name.js';
import { whyNotMigrated } from './connect-failure.rules.js';
import { ownerSetting, rightsToMakeTables } from './api-role.js';
import { requireApiSession } from './api-session.js';
import { migrate } from './migrate.js';
import { requireKeys } from './require-keys.js';
import type { Config } from '../platform/config.js';
import { DatabaseUrls } from '../platform/database/database-urls.js';
import { sqlStateOf } from '../platform/errors/database-faults.js';
import { StartError } from '../platform/start-error.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start-embedded-postgres.js';

export interface OpenDatabase {
  urls: DatabaseUrls;
  embedded: boolean;
  /** Stops the embedded database; does nothing for a server of your own. */
  stop(): Promise<void>;
}

const draftName = `${databaseName}_draft`;

/** Finds the database that the configuration names, or starts the embedded one, and brings it to the newest form. */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  if (config.KEYS_DATABASE_URL) await requireDatabase('KEYS_DATABASE_URL', config.KEYS_DATABASE_URL);
  return config.DATABASE_URL ? openOwn(config, config.DATABASE_URL) : openEmbedded(config);
}

async function openOwn(config: Config, api: string): Promise<OpenDatabase> {
  const owner = config.DIRECT_DATABASE_URL ?? api;
  await requireDatabase('DATABASE_URL', api);
  if (owner !== api) await requireDatabase('DIRECT_DATABASE_URL', owner);
  const urls = new DatabaseUrls(api, owner);
  try {
    await migrate(urls);
  } catch (error) {
    const reason = (sqlStateOf(error) === '42501' && (await rightsToMakeTables(urls))) || whyNotMigrated(error);
    if (reason === undefined) throw error;
    throw new StartError(`${ownerSetting(urls)}: ${reason}.`);
  }
  await requireApiSession(urls);
  await requireKeys(config, urls);
  return { urls, embedded: false, stop: () => Promise.resolve() };
}

async function openEmbedded(config: Config): Promise<OpenDatabase> {
  const server = await startEmbeddedPostgres({ folder: config.dataFolder });
  const urlsOf = (database: string) => new DatabaseUrls(server.urlOf(database), server.urlOf(database));
  const urls = urlsOf(databaseName);
  try {
    await createComplete(config, server.urlOf('postgres'), urlsOf(draftName));
    await migrate(urls);
    await requireApiSession(urls);
    await requireKeys(config, urls);
    return { urls, embedded: true, stop: () => server.stop() };
  } catch (error) {
    await server.stop().catch(() => undefined);
    throw error;
  }
}

/** A new database becomes visible under its name only when the demo college in it is complete. */
async function createComplete(config: Config, maintenance: string, draft: DatabaseUrls): Promise<void> {
  const client = new Client({ connectionString: maintenance });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount !== 0) return;
    await client.query(`drop database if exists ${draftName} with (force)`);
    await client.query(`create database ${draftName}`);
    await migrate(draft);
    // Nobody has been told of a draft; the rename waits until all of it is on the disk.
    await client.query(`alter database ${draftName} set synchronous_commit = off`);
    await requireKeys(config, draft);
    await seedDemoCollege(config, draft);
    await client.query(`alter database ${draftName} reset synchronous_commit`);
    await client.query(`alter database ${draftName} rename to ${databaseName}`);
  } finally {
    await client.end();
  }
}
