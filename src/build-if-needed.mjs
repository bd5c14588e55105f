// Builds before the first start, and again after a change of the sources. Plain JavaScript, since nothing is built yet.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stamp = 'dist/.built';
const newest = (path) => {
  const { isDirectory, mtimeMs } = ((stat) => ({ isDirectory: stat.isDirectory(), mtimeMs: stat.mtimeMs }))(statSync(path));
  return isDirectory ? Math.max(...readdirSync(path).map((name) => newest(join(path, name))), 0) : mtimeMs;
};
const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const sources = ['src', 'migrations', 'test', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'];
if (Math.max(...sources.map(newest)) > built) {
  const started = new Date();
  const { status } = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
  utimesSync(stamp, started, started);
}
