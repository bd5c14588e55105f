import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file that survives a power cut as soon as this returns; readers see all of it or nothing. Only the owner may read it. */
export async function replaceDurably(path: string, text: string): Promise<void> {
  const draft = await draftOf(path, text);
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** The same for a file that must not exist yet; false when somebody else was first. */
export async function createDurably(path: string, text: string): Promise<boolean> {
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

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  // Some file systems cannot sync a folder; the file itself is safe by then.
  await handle.sync().catch(() => undefined);
  await handle.close();
}

export const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

async function draftOf(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}.draft`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
}
