import { runMigrations as installJobTables } from 'graphile-worker';
import type { Client } from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import { withStartLock } from '../platform/database/start-lock.js';
import { StartError } from '../platform/start-error.js';
import { lendRights, requireApiRole } from './api-role.js';
import { knownMigrations, migrationDataSource } from './data-source.js';
import { keepSettings } from './kept-settings.js';

const lockNotAvailable = '55P03';

/**
 * Brings the database to the newest form, the API's role to its rights in it, and behind a pooler its login to its
 * settings. Only one process does so at a time; a migration that cannot get its locks within half a second lets readers
 * pass and is tried again. Nothing is issued or sent by a migration.
 */
export const migrate = (urls: DatabaseUrls): Promise<void> =>
  withStartLock(urls.owner, async (owner) => {
    await migrateTables(owner, urls);
    await lendRights(owner, urls);
    if (urls.isPooled) await keepSettings(urls);
  });

/** Only what the migrations themselves make, which is what the rights are written down from. */
export const migrateOnly = (urls: DatabaseUrls): Promise<void> =>
  withStartLock(urls.owner, (owner) => migrateTables(owner, urls));

async function migrateTables(owner: Client, urls: DatabaseUrls): Promise<void> {
  await refuseNewer(owner);
  await requireApiRole(owner, urls);
  await installJobTables({ connectionString: urls.owner });
  for (let attempt = 1; ; attempt++) {
    try {
      return await migrateOnce(urls.owner);
    } catch (error) {
      if (attempt === 20 || !isLockTimeout(error)) throw error;
      await wait(250 * attempt);
    }
  }
}

/** An earlier program would write what the later form of the tables does not allow, or leave out what it needs. */
async function refuseNewer(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`);
  if (!rows[0]?.there) return;
  const newer = await owner.query<{ name: string }>(
    'select name from migration where name <> all ($1) order by id limit 1',
    [knownMigrations],
  );
  if (newer.rows[0])
    throw new StartError(
      `The database is newer than this program (it has ${newer.rows[0].name}): start the program that brought it there ` +
        'or a later one, or restore a backup from before.',
    );
}

async function migrateOnce(url: string): Promise<void> {
  const dataSource = await migrationDataSource(url).initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}

const isLockTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  (('code' in error && error.code === lockNotAvailable) ||
    ('driverError' in error && isLockTimeout(error.driverError)));
