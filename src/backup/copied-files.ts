import { createHash } from 'node:crypto';
import { chown, type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SystemUser } from '../embedded-postgres/system-user.js';
import { hasCode, syncFolder } from '../platform/keys/durable-file.js';
import { StartError } from '../platform/start-error.js';
import type { FileInBackup } from './manifest.js';

const chunkBytes = 1 << 20;

type Hashed = Omit<FileInBackup, 'path'>;

/** Undefined for a file that is not there. */
export const hashOf = (path: string): Promise<Hashed | undefined> => readThrough(path, () => () => Promise.resolve());

/** The same for a file that another program wrote, once it is on the disk. */
export async function syncedHashOf(path: string): Promise<Hashed | undefined> {
  await syncFile(path).catch(unlessGone);
  return hashOf(path);
}

/**
 * Copies a file that others may be writing to, up to where it ends when that is reached. Undefined, and no copy, when
 * it is gone. It is safe on the disk once {@link syncAll} has returned.
 */
export async function copyFile(from: string, to: string, owner: SystemUser = {}): Promise<Hashed | undefined> {
  let copy: FileHandle | undefined;
  try {
    const hashed = await readThrough(from, async () => {
      const opened = (copy = await open(to, 'wx', 0o600));
      return async (part) => {
        for (let done = 0; done < part.length;) done += (await opened.write(part, done)).bytesWritten;
      };
    });
    if (owner.uid !== undefined && owner.gid !== undefined) await copy?.chown(owner.uid, owner.gid);
    return hashed;
  } finally {
    await copy?.close();
  }
}

type See = (part: Buffer) => Promise<void>;

async function readThrough(path: string, begin: () => See | Promise<See>): Promise<Hashed | undefined> {
  const file = await open(path, 'r').catch(unlessGone);
  if (file === undefined) return undefined;
  try {
    const see = await begin();
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
      const part = buffer.subarray(0, bytesRead);
      hash.update(part);
      await see(part);
      bytes += bytesRead;
    }
  } finally {
    await file.close();
  }
}

const unlessGone = (error: unknown): undefined => {
  if (!hasCode(error, 'ENOENT')) throw error;
};

/** Folders and files below one, told from it, each folder before what is in it; what goes meanwhile is passed over. */
export async function below(
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): Promise<{ folders: string[]; files: string[] }> {
  const found = { folders: [] as string[], files: [] as string[] };
  const look = async (inside: string): Promise<void> => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true }).catch(unlessGone);
    for (const entry of (entries ?? []).toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (!isWanted(path)) continue;
      if (entry.isDirectory()) {
        found.folders.push(path);
        await look(path);
      } else if (entry.isFile()) found.files.push(path);
      else if (entry.isSymbolicLink())
        throw new StartError(`${join(folder, path)} is a link, and no backup follows one: put there what it leads to.`);
    }
  };
  await look('');
  return found;
}

/** Makes these folders, in this order, for their owner alone. */
export async function makeFolders(root: string, paths: readonly string[], owner: SystemUser = {}): Promise<void> {
  for (const path of ['', ...paths]) {
    await mkdir(join(root, path), { recursive: path === '', mode: 0o700 });
    if (owner.uid !== undefined && owner.gid !== undefined) await chown(join(root, path), owner.uid, owner.gid);
  }
}

/** Waits until everything is on the disk: all at once, since a disk writes many sooner than each. */
export async function syncAll(
  root: string,
  { folders, files }: { folders: readonly string[]; files: readonly { path: string }[] },
  signal: AbortSignal,
): Promise<void> {
  await inLanes(files, signal, ({ path }) => syncFile(join(root, path)));
  for (const path of [...folders.toReversed(), '']) await syncFolder(join(root, path));
  await syncFolder(dirname(root));
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

/** A few at a time, until all are done or `signal` says stop; nobody works on when this has returned. */
export async function inLanes<T>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const item of left) {
      if (failed) return;
      signal.throwIfAborted();
      await work(item);
    }
  };
  const ended = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      lane().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}
