import { mkdtemp, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { aDay } from '../platform/calendar.js';
import { hasCode, syncFolder } from '../platform/keys/durable-file.js';
import { StartError } from '../platform/start-error.js';

const draftName = '.backup-draft-';

/** The real path of a folder that is to be made; the one around it is there. */
export async function newFolder(path: string): Promise<string> {
  const full = resolve(path);
  const around = await realpath(dirname(full)).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw error;
    throw new StartError(
      `${full}: the folder that it should be in is not there. Make it, or mount the disk that holds backups.`,
    );
  });
  const place = join(around, basename(full));
  if (await isThere(place))
    throw new StartError(`${place} is there already, and no backup is overwritten: name a new folder.`);
  return place;
}

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: unknown) => (hasCode(error, 'ENOENT') ? false : Promise.reject(error)),
  );

/** Fills folders beside their places; either all of them are there in the end, whole, or none. */
export async function makeWhole(places: readonly string[], fill: (drafts: string[]) => Promise<void>): Promise<void> {
  const made: string[] = [];
  try {
    for (const place of places) {
      await removeAbandoned(dirname(place));
      made.push(await mkdtemp(join(dirname(place), draftName)));
    }
    await fill([...made]);
    for (const [n, place] of places.entries()) {
      if (await isThere(place))
        throw new StartError(`${place} was made by somebody else meanwhile: name a new folder.`);
      await rename(made[n] ?? '', place);
      made[n] = place;
      await syncFolder(dirname(place));
    }
  } catch (error) {
    for (const own of made) await rm(own, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

/** What was left of a process that was killed. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(draftName)) continue;
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > aDay) await rm(join(folder, name), { recursive: true, force: true });
  }
}
