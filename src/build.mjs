// npm run build: nest build, and what it leaves out. `--watch` builds again on each change.
// Plain JavaScript, since nothing may be built yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const root = join(import.meta.dirname, '..');
const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
const built = join(root, 'dist');
const remembered = join(built, '.tsbuildinfo');
const mtime = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Not where only what production needs is installed. */
export const canBuild = () => existsSync(nest);

/** Builds once; answers the exit code. */
export function build() {
  prepare();
  const { status } = spawnSync(process.execPath, [nest, 'build'], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
}

/** Builds on each change, saying so before, and after it whether it went well. Answers the process that does it. */
export function buildOnChange({ onStart = () => {}, onEnd = () => {} } = {}) {
  prepare();
  const compiler = spawn(process.execPath, [nest, 'build', '--watch', '--preserveWatchOutput'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: compiler.stdout }).on('line', (line) => {
    if (line.trim() !== '') console.log(line);
    if (line.includes('Starting')) onStart();
    const errors = /Found (\d+) errors?\. Watching/.exec(line)?.[1];
    if (errors === undefined) return;
    removeOrphans(built);
    onEnd(errors === '0');
  });
  return compiler;
}

function prepare() {
  // The compiler compares sources, not the tools and settings that made the texts: after a change of these it starts anew.
  const makers = ['package-lock.json', 'tsconfig.json', 'nest-cli.json'].map((name) => mtime(join(root, name)));
  if (Math.max(...makers) > mtime(remembered)) rmSync(remembered, { force: true });
  removeOrphans(built);
}

/** What was built from a source that is no more: the compiler leaves it there, and Jest would run it. */
function removeOrphans(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const source = join(root, path.slice(built.length));
    if (entry.isDirectory() && existsSync(source)) removeOrphans(path);
    else if (entry.isDirectory() || (/\.js(\.map)?$/.test(path) && !existsSync(source.replace(/\.js(\.map)?$/, '.ts'))))
      rmSync(path, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--watch')) process.exit(build());
  const compiler = buildOnChange();
  compiler.on('exit', (code) => process.exit(code ?? 1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => compiler.kill(signal));
}
