import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from './repository.js';

export interface Ended {
  code: number | null;
  words: string;
}

/** What whoever runs the server calls (`npm run …`), as a process of its own. */
export function call(
  command: string,
  parameters: readonly string[],
  settings: Record<string, string>,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(repository, `dist/src/commands/${command}.js`), ...parameters], {
    cwd: repository,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings },
  });
  let words = '';
  child.stdout.on('data', (chunk) => (words += String(chunk)));
  child.stderr.on('data', (chunk) => (words += String(chunk)));
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, words }))) };
}
