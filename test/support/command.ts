import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestCollege } from './college.js';
import { repository } from './repository.js';

/**
 * Runs one of the commands for operators (`npm run …`) on the college's database, and answers its exit code and words.
 */
export function runCommand(
  college: TestCollege,
  file: string,
  settings: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<{ code: number | null; words: string }> {
  const { url } = college.sql.options as { url: string };
  const child = spawn(process.execPath, [join(repository, `dist/src/${file}.js`), ...args], {
    env: { ...process.env, DATABASE_URL: url, DATA_FOLDER: college.dataFolder, ...settings },
  });
  let words = '';
  child.stdout.on('data', (chunk) => (words += chunk));
  child.stderr.on('data', (chunk) => (words += chunk));
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, words })));
}
