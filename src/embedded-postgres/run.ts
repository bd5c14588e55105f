import { spawn } from 'node:child_process';
import { parse } from 'node:path';
import type { SystemUser } from './system-user.js';

export interface Outcome {
  succeeded: boolean;
  errors: string;
}

/**
 * Runs one of PostgreSQL's programs to its end. It sees neither our environment (secrets, PG* settings) nor our working
 * folder, which its user may not enter.
 */
export function run(program: string, parameters: string[], user: SystemUser): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      ...user,
      cwd: parse(program).root,
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', (error) => resolve({ succeeded: false, errors: error.message }));
    // Not 'close': a server that pg_ctl leaves behind may hold the pipe open.
    child.on('exit', (code) => {
      setImmediate(() => {
        child.stderr.destroy();
        resolve({ succeeded: code === 0, errors });
      });
    });
  });
}
