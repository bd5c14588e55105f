import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../support/repository.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'production-'));
  for (const path of ['package.json', ...readdirSync(join(repository, 'src')).filter((name) => name.endsWith('.mjs'))])
    cpSync(
      join(repository, path === 'package.json' ? path : `src/${path}`),
      join(folder, path === 'package.json' ? path : `src/${path}`),
    );
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'src/start.mjs'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};

test('without a compiler, what was built starts, though the files of the sources are newer', () => {
  mkdirSync(join(folder, 'node_modules'));
  mkdirSync(join(folder, 'dist/src'), { recursive: true });
  writeFileSync(join(folder, 'dist/src/main.js'), `console.log('started with', process.argv.slice(2));`);
  writeFileSync(join(folder, 'src/newer.ts'), '');
  expect(start('main', 'x')).toEqual({ status: 0, said: `started with [ 'x' ]\n` });
});

test('without a compiler and without what was built, one sentence says what to do', () => {
  mkdirSync(join(folder, 'node_modules'));
  const { status, said } = start('main');
  expect(status).toBe(1);
  expect(said).toMatch(/^There is no dist.*npm run build.*\n$/);
});

test('without packages, one sentence says what to do', () => {
  expect(start('main')).toEqual({ status: 1, said: 'There is no node_modules: please run npm ci first.\n' });
});
