import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, replaceDurably } from '../platform/keys/durable-file.js';
import { StartError } from '../platform/start-error.js';
import { complaintAbout, manifestIn } from './backup.rules.js';
import { hashOf, inLanes } from './copied-files.js';

export interface FileInBackup {
  /** Told from the folder of the contents, with `/`. */
  path: string;
  bytes: number;
  sha256: string;
}

/** The page on which a backup says what is in it. */
export interface Manifest {
  form: 1;
  what: 'database' | 'keys';
  /** `files`: as they lay on the disk. `dump`: what pg_dump wrote. */
  how: 'files' | 'dump';
  /** Everything that was answered before this instant is in it. */
  madeAt: string;
  /** The PostgreSQL that can read it, or a newer one where it is a dump. */
  postgres: number | null;
  /** The newest migration of the database. */
  migration: string | null;
  folders: string[];
  files: FileInBackup[];
}

const name = 'manifest.json';

/** What was copied lies beside the manifest, in a folder of its own. */
export const contentsOf = (folder: string): string => join(folder, 'contents');

export const writeManifest = (folder: string, manifest: Manifest): Promise<void> =>
  replaceDurably(join(folder, name), `${JSON.stringify(manifest, null, 1)}\n`);

/** Reads the manifest of a backup and holds every file against it. */
export async function readBackup(folder: string, what: Manifest['what'], signal: AbortSignal): Promise<Manifest> {
  const text = await readFile(join(folder, name), 'utf8').catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw error;
    throw new StartError(
      `${folder} is no backup: there is no ${name} in it. Name the folder that "npm run backup" made.`,
    );
  });
  const manifest = manifestIn(text);
  if (manifest === undefined)
    throw new StartError(`${folder}: its ${name} is damaged, or of a newer program. Take another backup.`);
  if (manifest.what !== what)
    throw new StartError(
      `${folder} is a backup of the ${manifest.what}, where one of the ${what} belongs. ` +
        'Name the folders the other way round.',
    );
  await requireAsWritten(folder, manifest, signal);
  return manifest;
}

/** Reads every file back. */
export async function requireAsWritten(folder: string, { files }: Manifest, signal: AbortSignal): Promise<void> {
  await inLanes(files, signal, async (file) => {
    const complaint = complaintAbout(file, await hashOf(join(contentsOf(folder), file.path)));
    if (complaint !== undefined) throw new StartError(damaged(folder, complaint));
  });
}

export const damaged = (folder: string, complaint: string): string =>
  `${folder} is damaged (${complaint}): nothing was put back. Take another backup.`;
