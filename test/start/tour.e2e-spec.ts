import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { discard } from '../support/cluster.js';
import { RunningServer } from '../support/server.js';
import { repository } from '../support/repository.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'recovery-college-tour-'))));
afterAll(async () => {
  discard(join(folder, '.data'));
  await rm(folder, { recursive: true });
});

/** The commands of the README's tour, as they are printed. */
async function tour(): Promise<string> {
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  const text = readme.slice(readme.indexOf('<!-- tour:begin -->'), readme.indexOf('<!-- tour:end -->'));
  return [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands).join('\n');
}

/** The machine's own curl, or the stand-in where there is none. */
async function pathWithCurl(): Promise<string> {
  const path = [dirname(process.execPath), process.env['PATH']].join(':');
  if (spawnSync('curl', ['--version']).status === 0) return path;
  const tools = join(folder, 'tools');
  await mkdir(tools);
  await copyFile(join(repository, 'test/support/curl.mjs'), join(tools, 'curl.mjs'));
  await chmod(join(tools, 'curl.mjs'), 0o755);
  await symlink('curl.mjs', join(tools, 'curl'));
  return `${tools}:${path}`;
}

test('the tour of the README works by copy and paste on a fresh college', async () => {
  const server = await RunningServer.start({ DATA_FOLDER: join(folder, '.data') });
  const script = (await tour()).replace('http://127.0.0.1:3000', server.url);
  expect(script).toContain(server.url);
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: await pathWithCurl() },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/"title" ?: ?"Building Better Boundaries"/);
  expect(stdout.split('\n')).toEqual(expect.arrayContaining(['confirmed', 'published', 'unique_learners 20']));
  expect(await server.end('SIGTERM')).toBe(0);
}, 120_000);
