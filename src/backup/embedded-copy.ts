import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { EmbeddedPostgres } from '../embedded-postgres/server.js';
import type { Clock } from '../platform/clock.js';
import { replaceDurably } from '../platform/keys/durable-file.js';
import { StartError } from '../platform/start-error.js';
import { isCopied, isWalBetween } from './backup.rules.js';
import { below, copyFile, hashOf, inLanes, makeFolders, syncAll } from './copied-files.js';
import type { FileInBackup, Manifest } from './manifest.js';

type Copied = Pick<Manifest, 'madeAt' | 'postgres' | 'folders' | 'files'>;

/**
 * Copies the files of a running server while others write, as PostgreSQL's manual tells of a base backup: what was torn
 * while it was copied is mended by the log from the copy's beginning to its end, which goes with it. A slot that ends
 * with the connection keeps that log from being recycled.
 */
export async function copyEmbedded(
  server: EmbeddedPostgres,
  into: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Copied> {
  const client = new Client({ connectionString: server.urlOf('postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const slot = `backup_${randomBytes(6).toString('hex')}`;
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot]);
    const begin = await client.query<{ first: string }>(
      `select pg_backup_start('recovery-college', true)::text as first`,
    );
    const { folders, files } = await copyFolder(server.place, into, signal);
    const madeAt = clock.now().toISOString();
    const end = await client.query<{ first: string; last: string; label: string }>(
      `
        select pg_walfile_name($1) as first, pg_walfile_name(lsn) as last, labelfile as label
        from pg_backup_stop(false)`,
      [begin.rows[0]?.first],
    );
    const [{ first, last, label } = { first: '', last: '', label: '' }] = end.rows;
    files.push(
      await write(into, 'data/backup_label', label),
      ...(await copyLog(server.place, into, first, last, signal)),
    );
    await syncAll(into, { folders, files }, signal);
    return { madeAt, postgres: Number(await readFile(join(into, 'data/PG_VERSION'), 'utf8')), folders, files };
  } finally {
    await client.end();
  }
}

async function copyFolder(from: string, into: string, signal: AbortSignal): Promise<Pick<Copied, 'folders' | 'files'>> {
  const data = join(from, 'data');
  if ((await readdir(join(data, 'pg_tblspc'))).length > 0)
    throw new StartError(
      `${data} keeps tables outside of itself (pg_tblspc), which this backup does not follow: move them into the ` +
        'default tablespace first.',
    );
  const found = await below(data, isCopied);
  const folders = [
    'data',
    ...found.folders.map((path) => `data/${path}`),
    ...['archive_status', 'summaries'].map((name) => `data/pg_wal/${name}`),
  ];
  const inOrder = [...new Set(folders)].sort();
  await makeFolders(into, inOrder);
  // What says how far the server has come is copied after what it speaks of.
  const control = 'global/pg_control';
  const files: FileInBackup[] = [];
  const copy = async (path: string) => {
    const hashed = await copyFile(join(from, path), join(into, path));
    if (hashed) files.push({ path, ...hashed });
  };
  await inLanes(
    found.files.filter((path) => path !== control),
    signal,
    (path) => copy(`data/${path}`),
  );
  await copy(`data/${control}`);
  await copy('password');
  return { folders: inOrder, files };
}

async function copyLog(
  from: string,
  into: string,
  first: string,
  last: string,
  signal: AbortSignal,
): Promise<FileInBackup[]> {
  const folder = 'data/pg_wal';
  await mkdir(join(into, folder), { recursive: true, mode: 0o700 });
  const names = (await readdir(join(from, folder))).filter((name) => isWalBetween(name, first, last));
  const files: FileInBackup[] = [];
  await inLanes(names, signal, async (name) => {
    const path = `${folder}/${name}`;
    const hashed = await copyFile(join(from, path), join(into, path));
    if (hashed) files.push({ path, ...hashed });
  });
  return files;
}

async function write(into: string, path: string, text: string): Promise<FileInBackup> {
  await replaceDurably(join(into, path), text);
  const hashed = await hashOf(join(into, path));
  if (hashed === undefined) throw new Error(`${path} was written and is not there`);
  return { path, ...hashed };
}
