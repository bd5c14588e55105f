// npm run test:watch -- <pattern…>: builds on each change and runs the tests asked for, with jest's patterns and options.
// One PostgreSQL stays up for all runs. Ctrl-C ends everything.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildOnChange, root } from '../src/build.mjs';

const wanted = process.argv.slice(2);
if (wanted.length === 0) {
  console.error('Which tests? npm run test:watch -- <pattern…>, a part of their path');
  process.exit(2);
}

const patterns = wanted.filter((part) => !part.startsWith('-'));
if (patterns.length > 0 && !specs().some((spec) => patterns.some((part) => new RegExp(part).test(spec)))) {
  const folder = patterns[0].split('/')[0];
  const near = specs().filter((spec) => spec.startsWith(`test/${folder}/`));
  console.error(`No test has ${patterns.join(' or ')} in its path.`);
  if (near.length > 0) console.error(`In test/${folder}:\n  ${near.join('\n  ')}`);
  process.exit(2);
}

// Where only npm is told to stop, this process would go on, and its compiler would write over later builds.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(143), 1000).unref();

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
for (const [signal, code] of Object.entries(signals)) process.once(signal, () => process.exit(code));

let clusterUrl;
let tests;
let turn = 0;

const compiler = buildOnChange({
  onStart: stopTests,
  onEnd: (well) => void (well ? startTests() : console.log('No tests: it does not compile.')),
});
compiler.on('exit', (code) => process.exit(code ?? 1));
process.on('exit', () => {
  compiler.kill();
  stopTests();
});

/** Paths of every spec, from the root. */
function specs() {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('spec.ts'))
    .map((name) => join('test', name));
}

async function startTests() {
  const mine = ++turn;
  clusterUrl ??= startCluster();
  const env = {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    TEST_CLUSTER_URL: await clusterUrl,
  };
  if (tests) await once(tests, 'exit');
  if (mine !== turn) return;
  // A group of its own, so that its workers, and what they started, can be told to stop together.
  const run = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...wanted], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  tests = run;
  run.on('exit', () => (tests = undefined));
}

function stopTests() {
  turn++;
  if (tests?.pid === undefined) return;
  try {
    process.kill(-tests.pid, 'SIGTERM');
  } catch {
    // It ended meanwhile.
  }
}

async function startCluster() {
  const { startTestCluster } = await import(join(root, 'dist/test/support/cluster.js'));
  return (await startTestCluster()).urlOf('postgres');
}
