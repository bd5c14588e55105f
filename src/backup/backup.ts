import { chmod, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from '../embedded-postgres/start-embedded-postgres.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { StartError } from '../platform/start-error.js';
import { isWithin, overlap, sizeInWords } from './backup.rules.js';
import { makeFolders, syncedHashOf } from './copied-files.js';
import { copyEmbedded } from './embedded-copy.js';
import { tryOut } from './embedded-restore.js';
import { copyKeys, requireKeysToCopy, wrappedKeysName } from './keys-copy.js';
import { contentsOf, type FileInBackup, type Manifest, requireAsWritten, writeManifest } from './manifest.js';
import { dump, type NamedDatabase, readDump, requireAllRows, requireTool } from './postgres-tools.js';
import { isThere, makeWhole, newFolder } from './whole-folders.js';

export interface BackupOrder {
  folder: string;
  /** Where the keys go; without it none are taken. */
  keys: string | undefined;
}

/** What each part is done with. */
export interface Work {
  config: Config;
  clock: Clock;
  signal: AbortSignal;
  say: (sentence: string) => void;
}

/** Backs up the database and, where a place is named, the keys; both are there whole in the end, or neither. */
export async function backUp(order: BackupOrder, work: Work): Promise<void> {
  const { config, say } = work;
  const folder = await newFolder(order.folder);
  const keys = order.keys === undefined ? undefined : await newFolder(order.keys);
  const presentKeys = await realpath(config.keysFolder).catch(() => config.keysFolder);
  for (const place of [folder, keys])
    if (place !== undefined && isWithin(place, presentKeys))
      throw new StartError(`${place} lies within the folder of the keys: name a folder elsewhere.`);
  if (keys !== undefined) {
    if (overlap(folder, keys))
      throw new StartError(
        `${keys} and ${folder} lie within one another: whoever finds a backup of the database must not find the keys ` +
          'with it. Name two folders, best on two disks.',
      );
    await requireKeysToCopy(config);
  }
  if (config.DATABASE_URL === undefined && !(await isThere(join(config.dataFolder, 'postgres'))))
    throw new StartError(`DATA_FOLDER ${config.dataFolder} has no database to back up: name the folder that has one.`);
  await makeWhole(keys === undefined ? [folder] : [keys, folder], async (drafts) => {
    const [database = '', keysDraft] = drafts.toReversed();
    await (config.DATABASE_URL === undefined ? ofEmbedded(database, work) : ofOwn(database, config.DATABASE_URL, work));
    if (keysDraft !== undefined) await ofKeys(keysDraft, work);
    work.signal.throwIfAborted();
  });
  say(
    keys === undefined
      ? `Done: ${folder}. No keys were taken: without them nobody can sign in after a restore, and journals stay ` +
          'closed. Add --keys <another folder> to take them.'
      : `Done: ${folder}, and the keys in ${keys}. Keep these for seven days at most, and apart from the other.`,
  );
}

type Made = Omit<Manifest, 'form' | 'what' | 'how'>;

async function ofEmbedded(draft: string, { config, clock, signal, say }: Work): Promise<void> {
  const server = await startEmbeddedPostgres({ folder: config.dataFolder, log: say });
  try {
    if (isWithin(draft, server.place))
      throw new StartError(`${dirname(draft)} lies within the database itself: name a folder elsewhere.`);
    const copied = await timed(say, 'Copied the database', async () => ({
      migration: null,
      ...(await copyEmbedded(server, contentsOf(draft), clock, signal)),
    }));
    const manifest = { form: 1, what: 'database', how: 'files', ...copied } as const;
    // Whoever PostgreSQL runs as passes through here while the copy is tried.
    await chmod(draft, 0o711);
    const began = performance.now();
    const { tables, migration } = await tryOut(draft, manifest, draft, signal);
    await chmod(draft, 0o700);
    say(`Read it back, started it once and read its ${tables} tables to the end, ${secondsSince(began)}.`);
    await writeManifest(draft, { ...manifest, migration });
  } finally {
    await server.leave();
  }
}

async function ofOwn(draft: string, url: string, { config, clock, signal, say }: Work): Promise<void> {
  const owner = config.DIRECT_DATABASE_URL;
  const database: NamedDatabase = owner
    ? { setting: 'DIRECT_DATABASE_URL', url: owner }
    : { setting: 'DATABASE_URL', url };
  await makeFolders(contentsOf(draft), []);
  const dumped = await dumpOf(database, 'database.dump', 'the database', draft, { config, clock, signal, say });
  await writeManifest(draft, { form: 1, what: 'database', how: 'dump', ...dumped });
}

async function ofKeys(draft: string, work: Work): Promise<void> {
  const { config, clock, signal, say } = work;
  const url = config.KEYS_DATABASE_URL;
  await makeFolders(contentsOf(draft), []);
  // The wrapped keys before the master keys, wherever they are kept.
  const wrapped = url
    ? await dumpOf({ setting: 'KEYS_DATABASE_URL', url }, wrappedKeysName, 'the wrapped keys', draft, work)
    : undefined;
  const copied = await timed(say, 'Copied the keys', () => copyKeys(config, contentsOf(draft), clock, signal));
  const manifest: Manifest = {
    form: 1,
    what: 'keys',
    how: wrapped ? 'dump' : 'files',
    postgres: null,
    migration: null,
    ...copied,
    ...(wrapped && { postgres: wrapped.postgres, madeAt: wrapped.madeAt, files: [...wrapped.files, ...copied.files] }),
  };
  await requireAsWritten(draft, manifest, signal);
  await writeManifest(draft, manifest);
}

/** Dumps a database by the program that goes with it, and reads the dump back. */
async function dumpOf(
  database: NamedDatabase,
  path: string,
  what: string,
  draft: string,
  { config, clock, signal, say }: Work,
): Promise<Made> {
  const { major, migration } = await requireAllRows(database);
  const writer = { setting: 'PG_DUMP', program: config.PG_DUMP } as const;
  const reader = { setting: 'PG_RESTORE', program: config.PG_RESTORE } as const;
  const postgres = await requireTool(writer, major, signal);
  await requireTool(reader, postgres, signal);
  const file = join(contentsOf(draft), path);
  const made = await timed(say, `Dumped ${what}`, async () => {
    const madeAt = clock.now().toISOString();
    await dump(writer, database, file, signal);
    const hashed = await syncedHashOf(file);
    if (hashed === undefined) throw new StartError(`PG_DUMP ${config.PG_DUMP} wrote nothing: name another in PG_DUMP.`);
    return { madeAt, postgres, migration, folders: [], files: [{ path, ...hashed }] };
  });
  const began = performance.now();
  await readDump(reader, file, signal);
  say(`Read ${what} back, ${secondsSince(began)}.`);
  return made;
}

async function timed<T extends { files: FileInBackup[] }>(
  say: Work['say'],
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  const done = await work();
  const bytes = done.files.reduce((sum, file) => sum + file.bytes, 0);
  const files = done.files.length === 1 ? '1 file' : `${done.files.length} files`;
  say(`${what}: ${sizeInWords(bytes)} in ${files}, ${secondsSince(began)}.`);
  return done;
}

const secondsSince = (began: number): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
