// npm start | worker | demo | administrator: builds when the sources are newer than the last build and a compiler is there,
// then runs that entry in this same process. Plain JavaScript, since nothing may be built yet.
import './node-version.mjs';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, canBuild, root } from './build.mjs';
import './environment.mjs';

const stamp = join(root, 'dist/.built');
const sources = ['src', 'migrations', 'test', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'];

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function leave(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [entry] = process.argv.splice(2, 1);
const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (!existsSync(join(root, 'node_modules'))) leave('There is no node_modules: please run npm ci first.');
if (!canBuild()) {
  // Installed with --omit=dev: what is in dist came with it.
  if (!existsSync(join(root, `dist/src/${entry ?? 'main'}.js`)))
    leave(
      'There is no dist, and nothing here that builds it: bring the dist of npm run build, or install with npm ci.',
    );
} else if (Math.max(...sources.map((path) => newest(join(root, path)))) > built) {
  const started = new Date();
  try {
    const code = build();
    if (code !== 0) process.exit(code);
    writeFileSync(stamp, '');
    utimesSync(stamp, started, started);
  } catch ({ code, path = join(root, 'dist') }) {
    leave(`The build cannot be written to ${path} (${code}): let this user write there, and make sure there is room.`);
  }
}
// Without an entry it only builds.
if (entry) await import(join(root, `dist/src/${entry}.js`));
