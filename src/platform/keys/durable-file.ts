import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { access, link, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../start-error.js';

const draftEnding = '.draft';

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    (error: unknown) => (hasCode(error, 'ENOENT') ? false : Promise.reject(error)),
  );

/**
 * Writes a file that survives a power cut as soon as this returns; readers see all of it or nothing. Only the owner may
 * read it.
 */
export async function replaceDurably(path: string, text: string | Buffer): Promise<void> {
  const draft = await draftOf(path, text);
  await rename(draft, path).catch((error: unknown) => withoutDraft(draft, error));
  await syncFolder(dirname(path));
}

/** The same for a file that must not exist yet; false when somebody else was first. */
export async function createDurably(path: string, text: string | Buffer): Promise<boolean> {
  const draft = await draftOf(path, text);
  try {
    await link(draft, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
  await syncFolder(dirname(path));
  return true;
}

/** Removes a file, and whatever a crash left of it while it was written. Nothing happens when there is none. */
export const removeDurably = (path: string): Promise<void> =>
  removeWhere(path, (name) => name === basename(path) || isDraftOf(path, name));

/** Removes only what a crash left of a file while it was written. Not while somebody writes it. */
export const removeDraftsOf = (path: string): Promise<void> => removeWhere(path, (name) => isDraftOf(path, name));

const isDraftOf = (path: string, name: string): boolean =>
  name.startsWith(`${basename(path)}.`) && name.endsWith(draftEnding);

async function removeWhere(path: string, isDoomed: (name: string) => boolean): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch((error: unknown) =>
    hasCode(error, 'ENOENT') ? [] : Promise.reject(error),
  );
  const doomed = names.filter(isDoomed);
  for (const name of doomed)
    await unlink(join(folder, name)).catch((error: unknown) =>
      hasCode(error, 'ENOENT') ? undefined : Promise.reject(error),
    );
  if (doomed.length > 0) await syncFolder(folder);
}

/**
 * Work that only one process at a time may do. A lock that a crash left behind is not broken by itself: what it guards
 * cannot be mended.
 */
export async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; !(await createDurably(lock, `${process.pid}\n`)); attempt++) {
    if (attempt === 100)
      throw new StartError(
        `Somebody else is at work here. If nobody is, please remove ${basename(lock)} from the key folder and try again.`,
      );
    await pause(20);
  }
  try {
    return await work();
  } finally {
    await unlink(lock);
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  // Some file systems cannot sync a folder; the file itself is safe by then.
  await handle.sync().catch(() => undefined);
  await handle.close();
}

export const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

async function draftOf(path: string, text: string | Buffer): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}${draftEnding}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await withoutDraft(draft, error);
  } finally {
    await handle.close();
  }
  return draft;
}

/** What could not be written whole leaves nothing behind, where the disk still lets us. */
async function withoutDraft(draft: string, error: unknown): Promise<never> {
  await unlink(draft).catch(() => undefined);
  throw error;
}
