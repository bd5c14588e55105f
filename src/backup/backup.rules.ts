import { isAbsolute, relative, sep } from 'node:path';
import { aDay, anHour } from '../platform/calendar.js';
import { isError } from '../platform/errors/is-error.js';
import type { FileInBackup, Manifest } from './manifest.js';

/** Erasing a person destroys their key; a copy of it may not outlive that by more. */
const keysLiveDays = 7;

/** Why these keys are not put back; undefined where they may be. */
export function whyKeysTooOld(madeAt: string, now: Date): string | undefined {
  const age = now.getTime() - Date.parse(madeAt);
  if (age >= -anHour && age <= keysLiveDays * aDay) return undefined;
  return (
    `these keys were backed up at ${madeAt}, and keys are put back for ${keysLiveDays} days: what was erased since ` +
    'would be readable again. Name a newer backup of the keys, or add --old-keys if there is none'
  );
}

/** Whether one of two folders lies within the other, or they are the same. */
export const overlap = (one: string, other: string): boolean => isWithin(one, other) || isWithin(other, one);

export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** What a manifest says, if it is one: only paths inside its folder, with size and hash. */
export function manifestIn(text: string): Manifest | undefined {
  const read = parsed(text) as Partial<Manifest> | null | undefined;
  if (typeof read !== 'object' || read === null || read.form !== 1) return undefined;
  const { what, how, madeAt, folders, files } = read;
  const isWhole =
    (what === 'database' || what === 'keys') &&
    (how === 'files' || how === 'dump') &&
    !Number.isNaN(Date.parse(String(madeAt))) &&
    Array.isArray(folders) &&
    folders.every(isInside) &&
    Array.isArray(files) &&
    files.length > 0 &&
    files.every((each) => isInside(each.path) && Number.isInteger(each.bytes) && /^[0-9a-f]{64}$/.test(each.sha256));
  return isWhole ? (read as Manifest) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isInside = (path: unknown): boolean =>
  typeof path === 'string' &&
  path !== '' &&
  !path.includes('\\') &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** What is wrong with a file of a backup; undefined when it is as it was written. */
export function complaintAbout(said: FileInBackup, found: Omit<FileInBackup, 'path'> | undefined): string | undefined {
  if (found === undefined) return `${said.path} is missing`;
  if (found.bytes !== said.bytes) return `${said.path} has ${found.bytes} bytes instead of ${said.bytes}`;
  return found.sha256 === said.sha256 ? undefined : `${said.path} is not as it was written`;
}

/** What PostgreSQL makes anew in these at its start, a copy must not or need not have. */
const emptied = /^pg_(wal|replslot|dynshmem|notify|serial|snapshots|stat_tmp|subtrans)\//;
const leftOut =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|backup_manifest|current_logfiles)$/;
const passing = /^(pgsql_tmp|pg_internal\.init|t\d+_\d+)|\.tmp$/;

/** Whether a file of a running server belongs into a copy of it; `path` is told from its data folder. */
export function isCopied(path: string): boolean {
  return !emptied.test(path) && !leftOut.test(path) && !path.split('/').some((part) => passing.test(part));
}

/** Whether a file of `pg_wal` is one of those from the beginning to the end of a copy. */
export const isWalBetween = (name: string, first: string, last: string): boolean =>
  /^[0-9A-F]{8}\.history$/.test(name) || (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last);

/** The major version that one of PostgreSQL's programs says it has. */
export function majorIn(text: string): number | undefined {
  const found = /\(PostgreSQL\) (\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/**
 * An address for a program of PostgreSQL: without the password, which everybody on the machine could read there, and in
 * the words of that program.
 */
export function addressForTools(address: string): { address: string; password: string | undefined } {
  const url = new URL(address);
  const password =
    url.searchParams.get('password') ?? (url.password === '' ? undefined : decodeURIComponent(url.password));
  url.password = '';
  for (const name of ['password', 'uselibpqcompat']) url.searchParams.delete(name);
  if (url.searchParams.get('sslmode') === 'no-verify') url.searchParams.set('sslmode', 'require');
  return { address: url.href, password };
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

export function sizeInWords(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return power === 0 ? `${bytes} bytes` : `${(bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

const systemComplaints: Record<string, string> = {
  EACCES: 'this user may not read or write it. Give it the right',
  EPERM: 'this user may not change it. Give it the right',
  EROFS: 'it is mounted to be read only. Mount it to be written',
  ENOSPC: 'the disk is full. Make room on it, or name a folder on another',
  EDQUOT: 'the space that this user may take is full. Make room',
  EFBIG: 'a file would be larger than may be written there. Lift that limit, or name a folder on another disk',
  ENOENT: 'a folder or file that was there is gone. Look whether the disk is still mounted',
  EIO: 'the disk has a fault. Look at the disk',
};

/** What stopped a backup or a restore from outside, as one sentence; undefined for what nobody expected. */
export function whyStopped(error: unknown, place: string): string | undefined {
  if (!isError(error) || !('code' in error)) return undefined;
  const code = String(error.code);
  if (/^(57P0\d|08\d{3}|ECONNRESET|EPIPE)$/.test(code))
    return 'The database was stopped in the middle of it: try again once it runs. Nothing half-made is left.';
  if (code === '53100') return 'The disk of the database is full: make room there. Nothing half-made is left.';
  const complaint = systemComplaints[code];
  const where = 'path' in error && typeof error.path === 'string' ? error.path : place;
  return complaint && `${where}: ${complaint}, and try again. Nothing half-made is left.`;
}
