import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hasCode, replaceDurably } from '../platform/keys/durable-file.js';
import { StartError } from '../platform/start-error.js';
import type { Work } from './backup.js';
import { overlap, whyKeysTooOld } from './backup.rules.js';
import { placeEmbedded } from './embedded-restore.js';
import { keysPlace, putKeysBack, restoredName, tokensName, wrappedKeysName } from './keys-copy.js';
import { contentsOf, type Manifest, readBackup } from './manifest.js';
import { dropWrappedKeys, type NamedDatabase, putBack, requireEmpty, requireTool } from './postgres-tools.js';
import { isThere } from './whole-folders.js';

export interface RestoreOrder {
  folder: string;
  /** The backup of the keys; without it those that are there stay. */
  keys: string | undefined;
  /** Takes keys that are older than a copy of them may be. */
  oldKeys: boolean;
}

/** Puts a backup back into an empty place; a start finds all of it or nothing. */
export async function restore(order: RestoreOrder, work: Work): Promise<void> {
  const { config, clock, signal, say } = work;
  const folder = await realpath(order.folder).catch(() => resolve(order.folder));
  const keys = order.keys === undefined ? undefined : await realpath(order.keys).catch(() => resolve(`${order.keys}`));
  if (keys !== undefined && overlap(folder, keys))
    throw new StartError(
      `${keys} and ${folder} lie within one another: name the backup of the database, then that of the keys.`,
    );
  const began = performance.now();
  const database = await readBackup(folder, 'database', signal);
  const ofKeys = keys === undefined ? undefined : await readBackup(keys, 'keys', signal);
  say(`Read the backup of ${database.madeAt} through: it is as it was written.`);
  if (ofKeys !== undefined) {
    const tooOld = order.oldKeys ? undefined : whyKeysTooOld(ofKeys.madeAt, clock.now());
    if (tooOld !== undefined) throw new StartError(`${keys}: ${tooOld}.`);
    if (ofKeys.madeAt < database.madeAt)
      say(
        `The keys are older than the database (${ofKeys.madeAt}): what was sealed for the first time between the two ` +
          'stays closed.',
      );
  }
  await requireRoom(database, ofKeys, work);
  // PostgreSQL's user passes through it, as it does after a first start.
  if (database.how === 'files') await mkdir(config.dataFolder, { recursive: true, mode: 0o711 });
  const undo: (() => Promise<void>)[] = [];
  try {
    if (keys !== undefined && ofKeys !== undefined) {
      undo.push(() => emptyKeysFolder(config.keysFolder));
      await putKeysBack(contentsOf(keys), ofKeys, config.keysFolder, signal);
      if (ofKeys.how === 'dump') {
        undo.push(() => dropWrappedKeys(keysDatabase(work)));
        await putBackDump(keysDatabase(work), join(contentsOf(keys), wrappedKeysName), work);
      }
    }
    // Before the database: there is none that a start would take for one that was never restored.
    const mark = join(config.keysFolder, restoredName);
    const earlier = await readFile(mark, 'utf8').catch(() => undefined);
    undo.push(() => (earlier === undefined ? rm(mark, { force: true }) : replaceDurably(mark, earlier)));
    await replaceDurably(mark, JSON.stringify({ id: randomUUID() }));
    signal.throwIfAborted();
    if (database.how === 'dump') await putBackDump(ownDatabase(work), join(contentsOf(folder), 'database.dump'), work);
    else await placeEmbedded(folder, database, config.dataFolder, signal, say);
  } catch (error) {
    // Why it failed is what is to be told.
    for (const step of undo.toReversed()) await step().catch(() => undefined);
    throw error;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const withThem = keys === undefined ? ' with the keys that were there' : '';
  const hasKeys = await isThere(join(config.keysFolder, tokensName));
  say(
    `Done in ${seconds} s: what was answered before ${database.madeAt} is there. ` +
      (hasKeys
        ? `The next start goes on from it${withThem}; nobody is signed in any more.`
        : `There are no keys: put the folder of keys that belongs to it at ${keysPlace(config)}, or a start refuses; ` +
          'without it journals stay closed.'),
  );
}

/** Looks at every place before anything is put into one. */
async function requireRoom(database: Manifest, ofKeys: Manifest | undefined, work: Work): Promise<void> {
  const { config } = work;
  if (ofKeys !== undefined) {
    const there = await namesIn(config.keysFolder);
    if (there.length > 0)
      throw new StartError(
        `${keysPlace(config)} is not empty (it has ${there[0]}): leave --keys out to keep what is there, ` +
          'or move it away.',
      );
    if ((ofKeys.how === 'dump') !== (config.KEYS_DATABASE_URL !== undefined))
      throw new StartError(
        ofKeys.how === 'dump'
          ? 'These keys were kept in a database of their own: name an empty one in KEYS_DATABASE_URL.'
          : 'These keys were kept in files: take KEYS_DATABASE_URL away.',
      );
    if (ofKeys.how === 'dump') await requireFitting(keysDatabase(work), ofKeys, work);
  }
  if ((database.how === 'dump') !== (config.DATABASE_URL !== undefined))
    throw new StartError(
      database.how === 'dump'
        ? 'This is a backup of a database of its own: name an empty one in DATABASE_URL.'
        : 'This is a backup of an embedded database: take DATABASE_URL away, and name an empty folder in DATA_FOLDER.',
    );
  if (database.how === 'dump') await requireFitting(ownDatabase(work), database, work);
  else if (await isLinkOrThere(join(config.dataFolder, 'postgres')))
    throw new StartError(
      `DATA_FOLDER ${config.dataFolder} has a database already, and none is overwritten: move its postgres away, ` +
        'or name an empty folder.',
    );
}

async function requireFitting(
  database: NamedDatabase,
  { postgres }: Manifest,
  { config, signal }: Work,
): Promise<void> {
  await requireEmpty(database);
  await requireTool({ setting: 'PG_RESTORE', program: config.PG_RESTORE }, postgres ?? 0, signal);
}

const putBackDump = (database: NamedDatabase, file: string, { config, signal }: Work): Promise<void> =>
  putBack({ setting: 'PG_RESTORE', program: config.PG_RESTORE }, database, file, signal);

function ownDatabase({ config }: Work): NamedDatabase {
  return config.DIRECT_DATABASE_URL === undefined
    ? { setting: 'DATABASE_URL', url: config.DATABASE_URL ?? '' }
    : { setting: 'DIRECT_DATABASE_URL', url: config.DIRECT_DATABASE_URL };
}

const keysDatabase = ({ config }: Work): NamedDatabase => ({
  setting: 'KEYS_DATABASE_URL',
  url: config.KEYS_DATABASE_URL ?? '',
});

/** What lies there besides the mark of a restore before this one. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name !== restoredName);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** The folder itself may be where a disk is mounted. */
async function emptyKeysFolder(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

const isLinkOrThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: unknown) => (hasCode(error, 'ENOENT') ? false : Promise.reject(error)),
  );
