import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['src', 'migrations', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'];

/** Builds a checkout, if its sources are newer than its last build. */
export function buildIfStale(checkout: string): void {
  if (Math.max(...sources.map((path) => newest(join(checkout, path)))) <= newest(join(checkout, 'dist/.tsbuildinfo')))
    return;
  const nest = join(checkout, 'node_modules/@nestjs/cli/bin/nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: checkout, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${checkout} could not be built; are its packages installed?`);
}

/** The commit that a checkout stands at, and whether something in it was changed since. */
export function commitOf(checkout: string): string {
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', checkout, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('log', '-1', '--format=%h %s')}${changed ? ', changed since' : ''}`;
  } catch {
    return 'no commit';
  }
}

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
