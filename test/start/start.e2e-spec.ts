import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { settingNames, Config } from '../../src/platform/config.js';
import { demoEmail, demoPassword } from '../../src/demo/demo-people.js';
import { discard, throwawayFolder } from '../support/cluster.js';
import { RunningServer } from '../support/server.js';
import { repository } from '../support/repository.js';

let folder: string;
beforeAll(async () => (folder = await throwawayFolder()));
afterAll(() => discard(folder));

const post = async (server: RunningServer, path: string, body: object, token = '') => {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
};

const read = async (server: RunningServer, path: string, token: string) =>
  (await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).json() as Promise<{
    items: { id: string; state: string }[];
    figures: { key: string; value: number | null; remark: string | null }[];
  }>;

test('a first start opens a demo college, whose last term can be reported at once; kill -9 loses nothing that was answered; a later start keeps it; SIGTERM ends it cleanly', async () => {
  const first = await RunningServer.start({ DATA_FOLDER: folder });
  expect(first.welcome).toContain(demoEmail('learner'));
  expect(first.welcome).toContain('curl');
  expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
  const { body: tokens } = await post(first, '/auth/sign-in', {
    email: demoEmail('coordinator'),
    password: demoPassword,
  });
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      post(first, '/people', { chosenName: `Acknowledged ${n}` }, tokens['accessToken']),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
  const { body: analyst } = await post(first, '/auth/sign-in', { email: demoEmail('analyst'), password: demoPassword });
  const last = (await read(first, '/terms', String(analyst['accessToken']))).items.find(
    ({ state }) => state === 'closed',
  );
  const remarksOf = async (path: string) =>
    (await read(first, `/reports/${path}period=${last?.id}`, String(analyst['accessToken']))).figures.map(
      ({ key, value, remark }) => [key, value, remark],
    );
  expect(await remarksOf('activity?')).toEqual(
    expect.arrayContaining([
      ['unique_learners', 20, null],
      ['attendance', 78, null],
      ['did_not_attend', 9, null],
    ]),
  );
  expect(await remarksOf('activity?by=mode&')).toEqual(expect.arrayContaining([['did_not_attend', null, 'hidden']]));
  expect(await remarksOf('outcomes?by=instrument,completedBy&')).toEqual(
    expect.arrayContaining([['mean_change_end', 2.82, 'indicative']]),
  );
  expect(await remarksOf('ceu?')).toEqual(expect.arrayContaining([['awards', 15, null]]));
  await first.end('SIGKILL');

  const second = await RunningServer.start({ DATA_FOLDER: folder });
  const { body: again } = await post(second, '/auth/sign-in', {
    email: demoEmail('coordinator'),
    password: demoPassword,
  });
  const found = await fetch(`${second.url}/api/v1/people?name=acknowledged`, {
    headers: { authorization: `Bearer ${again['accessToken']}` },
  });
  expect(((await found.json()) as { items: unknown[] }).items).toHaveLength(10);
  expect(await second.end('SIGTERM')).toBe(0);

  await rename(join(folder, 'keys'), join(folder, 'elsewhere'));
  await expect(RunningServer.start({ DATA_FOLDER: folder })).rejects.toThrow(
    /^ended with 1: DATA_FOLDER: [^\n]*keys has no keys, but there are people in the database: put back [^\n]*\n$/,
  );
  expect(await readdir(join(folder, 'postgres/data'))).not.toContain('postmaster.pid');
  expect(await readdir(folder)).not.toContain('keys');
}, 120_000);

test('a wrong setting is a sentence, not a stack', async () => {
  await expect(RunningServer.start({ PORT: 'three thousand', LOG_LEVEL: 'loud' })).rejects.toThrow(
    /ended with 1: Please check these settings:\n- PORT: .*\n- LOG_LEVEL: [^\n]*\n$/,
  );
});

test('the README lists every setting with its default', async () => {
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  const listed = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.*?) \|/gm)].map(([, name = '', fallback = '']) => [
    name,
    fallback,
  ]);
  expect(listed.map(([name]) => name).sort()).toEqual([...settingNames].sort());
  const defaults = new Config() as unknown as Record<string, unknown>;
  const own = listed.filter(([name = '']) => defaults[name] !== undefined);
  expect(own).toEqual(own.map(([name = '']) => [name, `\`${String(defaults[name])}\``]));
});
