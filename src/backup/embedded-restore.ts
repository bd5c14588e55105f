import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { findBinaries } from '../embedded-postgres/binaries.js';
import { makeDatabaseFolder } from '../embedded-postgres/database-folder.js';
import { startEmbeddedPostgres } from '../embedded-postgres/start-embedded-postgres.js';
import { findSystemUser } from '../embedded-postgres/system-user.js';
import { databaseName } from '../database/database-name.js';
import { syncFolder } from '../platform/keys/durable-file.js';
import { StartError } from '../platform/start-error.js';
import { complaintAbout } from './backup.rules.js';
import { copyFile, inLanes, makeFolders, syncAll } from './copied-files.js';
import { contentsOf, damaged, type Manifest } from './manifest.js';

/** Puts the files of a backup where a start looks for its database; there are all of them or none. */
export async function placeEmbedded(
  from: string,
  manifest: Manifest,
  dataFolder: string,
  signal: AbortSignal,
  say: (sentence: string) => void,
): Promise<void> {
  const user = await findSystemUser(join(dataFolder, 'postgres', 'data'));
  const { major } = await findBinaries(user, say);
  if (manifest.postgres !== major)
    throw new StartError(
      `${from} was made by PostgreSQL ${manifest.postgres}, and this program brings PostgreSQL ${major}: restore it ` +
        'with the program that made it.',
    );
  const made = await makeDatabaseFolder({ folder: dataFolder, user, log: say }, async (draft) => {
    await makeFolders(draft, manifest.folders, user);
    await inLanes(manifest.files, signal, async (file) => {
      const complaint = complaintAbout(
        file,
        await copyFile(join(contentsOf(from), file.path), join(draft, file.path), user),
      );
      if (complaint !== undefined) throw new StartError(damaged(from, complaint));
    });
    await syncAll(draft, manifest, signal);
    signal.throwIfAborted();
  });
  if (!made)
    throw new StartError(`DATA_FOLDER ${dataFolder}: somebody made a database there meanwhile; nothing was put back.`);
  await syncFolder(dirname(await realpath(join(dataFolder, 'postgres'))));
  await syncFolder(dataFolder);
}

/** What a copy holds, seen by a server that ran on it. */
export interface TriedOut {
  tables: number;
  migration: string | null;
}

/** Restores a copy to a throwaway place within `around`, starts it there and reads every table through. */
export async function tryOut(from: string, manifest: Manifest, around: string, signal: AbortSignal): Promise<TriedOut> {
  const folder = await mkdtemp(join(around, 'trial-'));
  try {
    await placeEmbedded(from, manifest, join(folder, 'data'), signal, () => undefined);
    const server = await startEmbeddedPostgres({ folder: join(folder, 'data'), forTests: true });
    try {
      return await readThrough(server.urlOf(databaseName), signal);
    } finally {
      await server.stop();
    }
  } finally {
    const place = await realpath(join(folder, 'data', 'postgres')).catch(() => undefined);
    for (const each of [place, folder]) if (each) await rm(each, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function readThrough(url: string, signal: AbortSignal): Promise<TriedOut> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `
        select format('%I.%I', schemaname, tablename) as name
        from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of rows) {
      signal.throwIfAborted();
      await client.query(`select count(*) from ${name}`);
    }
    const newest = await client.query<{ name: string }>('select name from migration order by id desc limit 1');
    return { tables: rows.length, migration: newest.rows[0]?.name ?? null };
  } finally {
    await client.end();
  }
}
