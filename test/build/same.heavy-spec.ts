import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { repository } from '../support/repository.js';

let folder: string;
let compiler: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recovery-college-build-'));
  const copied = ['src', 'migrations', 'test', 'package.json', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'];
  for (const name of copied)
    await cp(join(repository, name), join(folder, name), { recursive: true, preserveTimestamps: true });
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(async () => {
  compiler?.kill();
  await rm(folder, { recursive: true, force: true });
});

const build = () => execFileSync(process.execPath, [file('src/build.mjs')], { cwd: folder });
const file = (path: string) => join(folder, path);

/** Builds on each change. Each call answers once everything that was changed is built without an error. */
function buildOnChange(): () => Promise<void> {
  const said: string[] = [];
  compiler = spawn(process.execPath, [file('src/build.mjs'), '--watch'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: compiler.stdout! }).on('line', (line) => said.push(line));
  return async () => {
    const before = said.length;
    const end = Date.now() + 120_000;
    while (!said.slice(before).some(isGood)) {
      if (Date.now() > end) throw new Error(`Nothing was built: ${said.slice(before).join('\n')}`);
      await pause(100);
    }
    // A deletion is noticed in two steps, of which the first does not compile.
    do await pause(2_000);
    while (!isGood(said.filter(Boolean).at(-1) ?? ''));
  };
}

const isGood = (line: string) => line.includes('Found 0 errors');

/** The text of each built file by its name, source maps included. */
async function built(): Promise<Map<string, string>> {
  const entries = await readdir(file('dist'), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => /\.(js|map)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (path) => [relative(file('dist'), path), await readFile(path, 'utf8')] as const)),
  );
}

function differences(one: Map<string, string>, other: Map<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name)).sort();
}

/** What the compiler writes into the second and third depends on the first. */
const probe = (kind: 'string' | 'number', words: string) => ({
  'src/probe/kinds.ts': `/** ${words} */\nexport type Kind = ${kind};\nexport enum Size { small = '${kind}' }\nexport const find = () => ({} as { size: Size; kind: Kind }['kind']);\n`,
  'src/probe/probe.dto.ts':
    "import type { Kind } from './kinds.js';\nimport { Size } from './kinds.js';\nexport class Probe {\n  /** A kind. */\n  kind: Kind;\n  size: Size = Size.small;\n}\n",
  'src/probe/probe.controller.ts':
    "import { Controller, Get } from '@nestjs/common';\nimport { find } from './kinds.js';\n@Controller()\nexport class ProbeController {\n  /** Finds it. */\n  @Get() async find() {\n    return find();\n  }\n}\n",
});

async function write(files: Record<string, string>): Promise<void> {
  await mkdir(file('src/probe'), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(file(path), text);
}

test('building on each change, and building again, make what a cold build makes', async () => {
  await write(probe('string', 'Text.'));
  build();
  const start = await built();

  const changed = buildOnChange();
  await changed();
  expect(differences(await built(), start)).toEqual([]);
  const done = changed();
  await writeFile(file('src/probe/kinds.ts'), probe('number', 'A number.')['src/probe/kinds.ts']);
  await rename(file('test/architecture.spec.ts'), file('test/moved.spec.ts'));
  await writeFile(file('test/build/added.spec.ts'), "test('added', () => undefined);\n");
  await done;
  const again = changed();
  await rm(file('test/build/added.spec.ts'));
  await again;
  const onChange = await built();
  compiler?.kill();

  await rm(file('dist'), { recursive: true });
  build();
  expect(differences(onChange, await built())).toEqual([]);
  expect(differences(onChange, start)).toEqual(
    expect.arrayContaining(['src/probe/probe.controller.js', 'src/probe/probe.dto.js', 'test/architecture.spec.js']),
  );

  await write(probe('string', 'Text.'));
  await rename(file('test/moved.spec.ts'), file('test/architecture.spec.ts'));
  build();
  expect(differences(await built(), start)).toEqual([]);
}, 600_000);
