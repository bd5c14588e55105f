import { execFile } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError, useYourOwn } from './embedded-postgres-error.js';

/** Whom PostgreSQL runs as; empty for "whoever we are". */
export interface SystemUser {
  uid?: number;
  gid?: number;
}

const weAreRoot = process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root, so root lends it an unprivileged user: the owner of the data if there is one
 * already.
 */
export async function findSystemUser(existingData: string): Promise<SystemUser> {
  if (!weAreRoot) return {};
  const owner = await stat(existingData).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root and this machine has no user "postgres" or "nobody" to lend it: start as an ordinary user, or ${useYourOwn}.`,
  );
}

async function idOf(which: '-u' | '-g', name: string): Promise<number | undefined> {
  const answer = await promisify(execFile)('id', [which, name]).catch(() => undefined);
  return answer ? Number(answer.stdout) : undefined;
}

/** Whether the user may walk down to this folder (a home of mode 700 stops everyone else). */
export async function mayEnter(folder: string, user: SystemUser): Promise<boolean> {
  if (user.uid === undefined) return true;
  const { mode, uid, gid } = await stat(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return dirname(folder) === folder || mayEnter(dirname(folder), user);
}

/**
 * A folder outside the project that PostgreSQL's user can enter and only we can fill. Nothing of value belongs in a
 * `temporary` one.
 */
export async function reachableFolder(user: SystemUser, use: 'lasting' | 'temporary'): Promise<string | undefined> {
  const lasting = weAreRoot ? '/var/lib/recovery-college' : join(homedir(), '.cache', 'recovery-college');
  const candidates = [
    lasting,
    ...(use === 'temporary' ? [join(tmpdir(), `recovery-college-${process.getuid?.() ?? 0}`)] : []),
  ];
  for (const folder of candidates) {
    const made = await mkdir(folder, { recursive: true, mode: 0o711 }).then(
      () => true,
      () => false,
    );
    if (made && (await isOurs(folder)) && (await mayEnter(folder, user))) return folder;
  }
  return undefined;
}

/** In a shared place such as /tmp anyone could have made the folder first, and put programs of their own into it. */
async function isOurs(folder: string): Promise<boolean> {
  const { uid, mode } = await stat(folder);
  return process.platform === 'win32' || (uid === process.getuid?.() && (mode & 0o022) === 0);
}
