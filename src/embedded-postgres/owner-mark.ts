import { lstat, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { isOwner, type OwnerMark } from './owner-mark.rules.js';

/**
 * Where the database is kept elsewhere, a copy of the data folder holds a link to the database of the original: a start
 * of the copy must not run on that.
 */
export async function requireOwn(path: string): Promise<void> {
  const link = await lstat(path, { bigint: true });
  if (!link.isSymbolicLink()) return;
  const file = join(await realpath(path), 'belongs-to.json');
  const mark = await readMark(file);
  const found: OwnerMark = { folder: await realpath(dirname(path)), link: `${link.ino}` };
  if (!isOwner(mark, found))
    throw new EmbeddedPostgresError(
      `${path} is a link to the database of ${mark?.folder}, and a copy of a data folder holds no database: ` +
        'bring a backup back with "npm run restore"; or, if this folder has taken the place of that one, ' +
        `remove ${file} and start again.`,
    );
  if (mark?.folder !== found.folder) await writeFile(file, JSON.stringify(found), { mode: 0o600 });
}

async function readMark(file: string): Promise<OwnerMark | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as OwnerMark;
  } catch (error) {
    // A mark that a power cut left unfinished says nothing.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
