import { resolve, sep } from 'node:path';
import type { Config } from '../platform/config.js';
import { isError } from '../platform/errors/is-error.js';
import { AppError, detailOf } from '../platform/errors/refusal.js';
import { KeysOutOfReach } from '../platform/keys/master-keys.js';
import { StartError } from '../platform/start-error.js';

/** What Node says of a failed call to the operating system. */
interface SystemFault {
  code: string;
  syscall?: string;
  path?: string;
  hostname?: string;
}

/** One sentence for whoever started the process; undefined for what nobody expected, which shows its stack. */
export function whyNotStarted(error: unknown, config: Config | undefined): string | undefined {
  if (error instanceof StartError || error instanceof KeysOutOfReach) return error.message;
  if (error instanceof AppError) return detailOf(error.code, error.details.values);
  if (config === undefined || !isSystemFault(error)) return undefined;
  if (error.syscall === 'listen' || (error.syscall === 'getaddrinfo' && error.hostname === config.HOST))
    return notListening(error, config);
  return notWritten(error, config);
}

function notListening({ code }: SystemFault, { HOST, PORT }: Config): string | undefined {
  if (code === 'EADDRINUSE')
    return `PORT ${PORT} on ${HOST} is taken by another process: stop that one, or set PORT to a free one (0 picks one).`;
  if (code === 'EACCES') return `PORT ${PORT} is not for this user to take: set PORT to one from 1024 on.`;
  return `HOST ${HOST} is no address of this machine (${code}): set HOST to one that is, such as 127.0.0.1 or 0.0.0.0.`;
}

const complaints: Record<string, string> = {
  EACCES: 'this user may not read or write it. Give it to the user that starts the process',
  EPERM: 'this user may not change it. Give it to the user that starts the process',
  EROFS: 'it is mounted to be read only. Mount it to be written',
  ENOSPC: 'the disk is full. Make room on it',
  EDQUOT: 'the space that this user may take is full. Make room',
  ENOTDIR: 'a file stands where a folder should be. Move it away',
  EEXIST: 'a file stands where a folder should be. Move it away',
  EISDIR: 'a folder stands where a file should be. Move it away',
  ENOENT: 'the folder that it should be in is not there. Make it',
  ELOOP: 'it is a link that leads nowhere. Mend it',
  ENAMETOOLONG: 'its name is too long. Shorten it',
  EIO: 'the disk has a fault. Look at the disk',
};

function notWritten({ code, path }: SystemFault, config: Config): string | undefined {
  const complaint = complaints[code];
  if (complaint === undefined) return undefined;
  const places = placesOf(config);
  if (path === undefined)
    return /^E(NOSPC|DQUOT|IO|ROFS)$/.test(code)
      ? `Nothing can be written (${places.map(([name, place]) => `${name} ${place}`).join(', ')}): ${complaint}, and start again.`
      : undefined;
  const holder = places.find(([, place]) => isIn(path, place)) ?? places.find(([, place]) => isIn(place, path));
  if (holder === undefined) return undefined;
  const [name, place] = holder;
  const where = resolve(path) === place ? '' : ` (${path})`;
  return `${name} ${place}${where}: ${complaint}, or set ${name} to another place.`;
}

/** The settings that name a place, the innermost first. */
const placesOf = (config: Config): [string, string][] => [
  ...(config.SEAL_ANCHOR_FILE ? [['SEAL_ANCHOR_FILE', resolve(config.SEAL_ANCHOR_FILE)] as [string, string]] : []),
  [config.KEYS_FOLDER ? 'KEYS_FOLDER' : 'DATA_FOLDER', config.keysFolder],
  ['DATA_FOLDER', config.dataFolder],
];

const isIn = (path: string, place: string): boolean => `${resolve(path)}${sep}`.startsWith(`${place}${sep}`);

const isSystemFault = (error: unknown): error is SystemFault =>
  isError(error) && 'code' in error && typeof error.code === 'string' && ('syscall' in error || 'path' in error);
