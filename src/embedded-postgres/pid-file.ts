import { execFile } from 'node:child_process';
import { readFileSync, unlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What a server says about itself in its data folder: `postmaster.pid`. */
export interface PidFile {
  text: string;
  pid: number;
  port: number;
  ready: boolean;
}

export async function readPidFile(data: string): Promise<PidFile | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => line.trim());
  return { text, pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7] === 'ready' };
}

/**
 * Whether the process that wrote the file lives, rather than another one that was given its number later (after every
 * restart of a container).
 */
export async function serverLives({ pid }: PidFile, data: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const command = await commandOf(pid);
  return command === undefined || command.includes(data);
}

/** The command line of a process; empty for a dead one that nobody has buried yet, undefined where we cannot know. */
async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'args=', '-p', `${pid}`]).catch(() => ({
    stdout: undefined,
  }));
  return stdout;
}

/** Removes a dead server's file, unless somebody has started a new server in the meantime. */
export function removePidFile(data: string, { text }: PidFile): void {
  const path = join(data, 'postmaster.pid');
  try {
    if (readFileSync(path, 'utf8') === text) unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
