// npm start | worker | demo | administrator: builds when the sources are newer than the last build, then runs that entry
// in this same process. Plain JavaScript, since nothing may be built yet.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'dist/.built');
const sources = ['src', 'migrations', 'test', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'];

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (Math.max(...sources.map((path) => newest(join(root, path)))) > built) {
  const started = new Date();
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
  utimesSync(stamp, started, started);
}
// Without an entry it only builds.
const [entry] = process.argv.splice(2, 1);
if (entry) await import(join(root, `dist/src/${entry}.js`));
