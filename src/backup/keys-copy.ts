import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../platform/config.js';
import type { Clock } from '../platform/clock.js';
import { StartError } from '../platform/start-error.js';
import { below, copyFile, inLanes, makeFolders, syncAll } from './copied-files.js';
import { isThere } from './whole-folders.js';
import { complaintAbout } from './backup.rules.js';
import { damaged, type FileInBackup, type Manifest } from './manifest.js';

/** Left beside the keys by a restore, for the next start; it is not a key. */
export const restoredName = 'restored.json';
/** Wrapped keys that have a database, beside the files of the others. */
export const wrappedKeysName = 'wrapped-keys.dump';
export const tokensName = 'tokens.json';
const personal = /^personal\/(.+)\.keys$/;

/** Which folder of keys is meant, for sentences. */
export const keysPlace = (config: Config): string =>
  `${config.KEYS_FOLDER ? 'KEYS_FOLDER' : 'DATA_FOLDER'} ${config.keysFolder}`;

export async function requireKeysToCopy(config: Config): Promise<void> {
  if (await isThere(join(config.keysFolder, tokensName))) return;
  throw new StartError(
    `${keysPlace(config)} has no keys to back up: name the folder that has them, or leave --keys out.`,
  );
}

/**
 * Copies the keys while the API runs, after the database, so that what is in the copy of the database is opened by
 * them: of a person first the tree and then the key that it is sealed under, after all persons the master keys, of
 * which none is given up on the day it was superseded, and last what else lies there. A key that is shredded meanwhile
 * is not in the copy, which is right; one that is made meanwhile opens nothing yet.
 */
export async function copyKeys(
  config: Config,
  into: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Pick<Manifest, 'madeAt' | 'folders' | 'files'>> {
  const madeAt = clock.now().toISOString();
  const from = config.keysFolder;
  const isKept = (path: string) => path !== restoredName && !/\.(draft|lock)$/.test(path);
  const { folders, files: first } = await below(from, isKept);
  await makeFolders(into, folders);
  const files: FileInBackup[] = [];
  const copy = async (path: string) => {
    const hashed = await copyFile(join(from, path), join(into, path));
    if (hashed) files.push({ path, ...hashed });
    return hashed !== undefined;
  };
  const persons = first.flatMap((path) => personal.exec(path)?.[1] ?? []);
  await inLanes(persons, signal, async (person) => {
    const tree = `personal/${person}.tree`;
    const hadTree = await copy(tree);
    if (!(await copy(`personal/${person}.keys`)) && hadTree) await dropOf(files, into, tree);
  });
  await copy('master.json');
  const others = first.filter((path) => !/^(personal\/.*|master\.json)$/.test(path));
  for (const path of others) await copy(path);
  await syncAll(into, { folders, files }, signal);
  return { madeAt, folders, files };
}

/** A tree whose key was shredded while it was copied. */
async function dropOf(files: FileInBackup[], into: string, path: string): Promise<void> {
  files.splice(
    files.findIndex((each) => each.path === path),
    1,
  );
  await rm(join(into, path));
}

/** Puts keys into an empty folder. Those that a start asks for come last, so that it never takes a part for all. */
export async function putKeysBack(
  from: string,
  { folders, files }: Manifest,
  into: string,
  signal: AbortSignal,
): Promise<void> {
  await makeFolders(into, folders);
  const put = async ({ path, ...said }: FileInBackup) => {
    const complaint = complaintAbout({ path, ...said }, await copyFile(join(from, path), join(into, path)));
    if (complaint !== undefined) throw new StartError(damaged(from, complaint));
  };
  const keys = files.filter(({ path }) => path !== wrappedKeysName);
  await inLanes(
    keys.filter(({ path }) => path !== tokensName),
    signal,
    put,
  );
  await inLanes(
    keys.filter(({ path }) => path === tokensName),
    signal,
    put,
  );
  await syncAll(into, { folders, files: keys }, signal);
}
