import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { type Binaries, complaintIn } from './binaries.js';
import { EmbeddedPostgresError, nextStep, useYourOwn } from './embedded-postgres-error.js';
import { requireOwn } from './owner-mark.js';
import { run } from './run.js';
import { mayEnter, reachableFolder, type SystemUser } from './system-user.js';

/** `<folder>/postgres`: the data, the password and the server's log. */
export interface DatabaseFolder {
  data: string;
  log: string;
  password: string;
}

export interface Creation {
  folder: string;
  binaries: Binaries;
  user: SystemUser;
  forTests: boolean;
  log: (sentence: string) => void;
}

/** Opens the database of `folder`, and creates it on the first start. */
export async function openDatabaseFolder(creation: Creation): Promise<DatabaseFolder> {
  const path = join(creation.folder, 'postgres');
  if (!(await exists(path)))
    await makeDatabaseFolder(creation, (draft) => fill(draft, creation.binaries, creation.user, creation.forTests));
  const place = await realpath(path).catch(() => path);
  const major = await readFile(join(place, 'data', 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw new EmbeddedPostgresError(
        `The database in ${path} belongs to another user: start as that user, choose another DATA_FOLDER, or ${useYourOwn}.`,
      );
    },
  );
  if (major === '') {
    throw new EmbeddedPostgresError(
      `${path} should hold a database, but there is none: put it back, remove ${path} to begin with an empty one, or ${useYourOwn}.`,
    );
  }
  if (major !== `${creation.binaries.major}`) {
    throw new EmbeddedPostgresError(
      `The database in ${path} was made by PostgreSQL ${major}, and this version brings PostgreSQL ${creation.binaries.major}: move that folder away to begin with an empty database, or run a PostgreSQL ${major} on it and set DATABASE_URL to that.`,
    );
  }
  await requireOwn(path);
  const password = await readFile(join(place, 'password'), 'utf8');
  return { data: join(place, 'data'), log: join(place, 'log'), password: password.trim() };
}

/**
 * Prepares everything beside its place and then moves it there, so that neither an interruption nor a second start at
 * the same moment leaves half a database. False when somebody else was first.
 */
export async function makeDatabaseFolder(
  { folder, user, log }: Pick<Creation, 'folder' | 'user' | 'log'>,
  prepare: (draft: string) => Promise<void>,
): Promise<boolean> {
  const path = join(folder, 'postgres');
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const near = await mayEnter(folder, user);
  const parent = near ? folder : await reachableFolder(user, 'lasting');
  if (!parent) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and the user it runs as instead cannot enter ${folder}: choose another DATA_FOLDER, start as an ordinary user, or ${useYourOwn}.`,
    );
  }
  await removeInterrupted(parent);
  const draft = await mkdtemp(join(parent, halfMade));
  const place = near ? path : draft.replace(halfMade, 'database-');
  try {
    await prepare(draft);
    await rename(draft, place);
    if (!near) await symlink(place, path);
  } catch (error) {
    for (const own of near ? [draft] : [draft, place]) await rm(own, { recursive: true, force: true });
    if (!(await exists(path))) throw error;
    return false;
  }
  if (!near) log(`PostgreSQL's user cannot enter ${folder}, so the database is kept in ${place}.`);
  return true;
}

async function fill(place: string, { initdb }: Binaries, user: SystemUser, forTests: boolean): Promise<void> {
  const passwordFile = join(place, 'password');
  await writeFile(passwordFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  await chmod(place, 0o700);
  if (user.uid !== undefined && user.gid !== undefined) {
    await chown(passwordFile, user.uid, user.gid);
    await chown(place, user.uid, user.gid);
  }
  const initialise = (characters: string) =>
    run(
      initdb,
      [
        `--pgdata=${join(place, 'data')}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        `--lc-ctype=${characters}`,
        '--no-instructions',
        ...(forTests ? ['--no-sync'] : []),
      ],
      user,
    );
  // Trigrams ask the operating system what a letter is; where it does not know C.UTF-8, they only see unaccented ones.
  let outcome = await initialise('C.UTF-8');
  if (/invalid locale/.test(outcome.errors)) outcome = await initialise('C');
  if (!outcome.succeeded) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL could not create its database (${complaintIn(outcome.errors)}): ${nextStep(outcome.errors)}.`,
    );
  }
}

const halfMade = 'postgres.new-';

async function removeInterrupted(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(halfMade)) continue;
    const abandoned = await stat(join(folder, name)).then(
      ({ mtimeMs }) => Date.now() - mtimeMs > 600_000,
      () => false,
    );
    if (abandoned) await rm(join(folder, name), { recursive: true, force: true });
  }
}

export function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
