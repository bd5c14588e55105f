import { runMigrations as installJobTables } from 'graphile-worker';
import { Client } from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { migrations } from '../../migrations/list.js';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import { takeStartLock } from '../platform/database/start-lock.js';
import { StartError } from '../platform/start-error.js';
import { migrationDataSource } from './data-source.js';

/** The role that owns nothing, and that every connection of the API takes on. */
const apiRole = 'rc_api';
const lockNotAvailable = '55P03';

/**
 * Brings the database to the newest form. Only one process migrates at a time; a migration that cannot get its locks
 * within half a second lets readers pass and is tried again. Nothing is issued or sent by a migration.
 */
export async function migrate(urls: DatabaseUrls): Promise<void> {
  const guard = new Client({ connectionString: urls.owner });
  await guard.connect();
  try {
    await guard.query(takeStartLock);
    await refuseNewer(guard);
    await installJobTables({ connectionString: urls.owner });
    for (let attempt = 1; ; attempt++) {
      try {
        await migrateOnce(urls.owner);
        break;
      } catch (error) {
        if (attempt === 20 || !isLockTimeout(error)) throw error;
        await wait(250 * attempt);
      }
    }
    await lendApiRole(guard, urls);
  } finally {
    await guard.end();
  }
}

/** An earlier program would write what the later form of the tables does not allow, or leave out what it needs. */
async function refuseNewer(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`);
  if (!rows[0]?.there) return;
  const known = migrations.map((Migration) => new Migration().name);
  const newer = await owner.query<{ name: string }>(
    'select name from migration where name <> all ($1) order by id limit 1',
    [known],
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

/** Where the API has a login of its own, that login may take on the role that owns nothing. */
async function lendApiRole(owner: Client, { api }: DatabaseUrls): Promise<void> {
  const user = decodeURIComponent(new URL(api).username);
  await owner.query(`
    do $do$ begin if exists (select from pg_roles where rolname = '${apiRole}')
      and exists (select from pg_roles where rolname = ${literal(user)})
      and not pg_has_role(${literal(user)}, '${apiRole}', 'member') then execute format(
        'grant ${apiRole} to %I', ${literal(user)}
      ); end if; end $do$`);
}

/** The role for the API's pool; null where this server does not let us have one. */
export async function roleOfApi(urls: DatabaseUrls): Promise<string | null> {
  const client = new Client({ connectionString: urls.api });
  await client.connect();
  try {
    const { rows } = await client.query<{ may: boolean }>(
      `
        select coalesce(
          (select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = $1), false
        ) as may`,
      [apiRole],
    );
    return rows[0]?.may ? apiRole : null;
  } finally {
    await client.end();
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

const isLockTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  (('code' in error && error.code === lockNotAvailable) ||
    ('driverError' in error && isLockTimeout(error.driverError)));
