import { chmod, cp, mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Manifest } from '../../src/backup/manifest.js';
import { demoEmail, demoPassword } from '../../src/demo/demo-people.js';
import { requireOwn } from '../../src/embedded-postgres/owner-mark.js';
import { discard, throwawayFolder } from '../support/cluster.js';
import { call, type Ended } from '../support/operator.js';
import { RunningServer } from '../support/server.js';

const secret = 'What I wrote about that night.';

let folder: string;
let college: RunningServer;
let entryId: string;
const lasting: string[] = [];
const place = (name: string) => join(folder, name);
const run = (command: string, parameters: string[], data: string) =>
  call(command, parameters, { DATA_FOLDER: data }).ended;
const manifestOf = async (name: string) =>
  JSON.parse(await readFile(join(place(name), 'manifest.json'), 'utf8')) as Manifest;

/** A data folder whose database is thrown away with it. */
function dataFolder(name: string): string {
  lasting.push(place(name));
  return place(name);
}

beforeAll(async () => {
  folder = await throwawayFolder();
  await chmod(folder, 0o711);
  college = await RunningServer.start({ DATA_FOLDER: dataFolder('data') });
  entryId = String(
    (await asked(college, '/journal-entries', await signIn(college, 'learner'), { blocks: [{ text: secret }] })).id,
  );
});
afterAll(async () => {
  await college.end('SIGTERM');
  for (const data of lasting) discard(data);
  discard(folder);
});

async function answer(server: RunningServer, path: string, token: string, body?: object): Promise<Response> {
  return fetch(`${server.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}

const asked = async (server: RunningServer, path: string, token: string, body?: object) =>
  (await (await answer(server, path, token, body)).json()) as Record<string, unknown> & {
    items: { chosenName: string }[];
  };

const signIn = async (server: RunningServer, who: string): Promise<string> =>
  String((await asked(server, '/auth/sign-in', '', { email: demoEmail(who), password: demoPassword }))['accessToken']);

/** Adds people as fast as it is answered, until told to stop; answers when each was acknowledged. */
function write(server: RunningServer, token: string): () => Promise<{ name: string; at: number }[]> {
  const acknowledged: { name: string; at: number }[] = [];
  const writing = new AbortController();
  const writer = async (lane: number) => {
    for (let n = 0; !writing.signal.aborted; n++) {
      const name = `Written ${lane} ${n}`;
      const { status } = await answer(server, '/people', token, { chosenName: name });
      if (status === 201) acknowledged.push({ name, at: Date.now() });
    }
  };
  const lanes = Promise.all([1, 2].map(writer));
  return async () => {
    writing.abort();
    await lanes;
    return acknowledged;
  };
}

async function everybodyNamed(server: RunningServer, token: string, name: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (let cursor = ''; cursor !== 'none';) {
    const page = await asked(server, `/people?name=${name}&limit=200${cursor ? `&cursor=${cursor}` : ''}`, token);
    for (const { chosenName } of page.items) found.add(chosenName);
    cursor = (page['next'] as string | null) ?? 'none';
  }
  return found;
}

let done: Ended;
let written: { name: string; at: number }[];

test('a backup is taken while people write, read back and started once, and says how much and how long', async () => {
  const stop = write(college, await signIn(college, 'coordinator'));
  done = await run('backup', [place('backup'), '--keys', place('keys')], place('data'));
  written = await stop();
  expect(done).toEqual({
    code: 0,
    words: expect.stringMatching(/^Copied the database: [\d.]+ MB in \d+ files, [\d.]+ s\.\n/),
  });
  expect(done.words).toMatch(/\nRead it back, started it once and read its \d+ tables to the end, [\d.]+ s\.\n/);
  expect(done.words).toMatch(/\nCopied the keys: .*\n.*seven days at most/);
  expect((await readdir(place('backup'))).sort()).toEqual(['contents', 'manifest.json']);
  expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  expect(await run('backup', [place('backup')], place('data'))).toEqual({
    code: 1,
    words: expect.stringMatching(/^[^\n]*is there already, and no backup is overwritten[^\n]*\n$/),
  });
});

test('put back elsewhere it has all that was answered before; journals open, the audits are clean', async () => {
  const restored = dataFolder('restored');
  expect(await run('restore', [place('backup'), '--keys', place('keys')], restored)).toEqual({
    code: 0,
    words: expect.stringMatching(/Done in .* s: what was answered before .* is there/),
  });
  const server = await RunningServer.start({ DATA_FOLDER: restored });
  try {
    const { madeAt, migration } = await manifestOf('backup');
    expect(migration).toMatch(/\d{13}$/);
    const before = written.filter(({ at }) => at < Date.parse(madeAt)).map(({ name }) => name);
    expect(before.length).toBeGreaterThan(0);
    const found = await everybodyNamed(server, await signIn(server, 'coordinator'), 'written');
    expect(before.filter((name) => !found.has(name))).toEqual([]);
    const entry = await asked(server, `/journal-entries/${entryId}`, await signIn(server, 'learner'));
    expect(JSON.stringify(entry)).toContain(secret);
    expect((await run('audit-invariants', [], restored)).code).toBe(0);
    expect((await run('audit-events', [], restored)).code).toBe(0);
  } finally {
    await server.end('SIGTERM');
  }
  expect(await run('restore', [place('backup')], restored)).toEqual({
    code: 1,
    words: expect.stringMatching(/has a database already, and none is overwritten/),
  });
});

test('without keys it says so; a start waits for them, and with new ones journals answer 503', async () => {
  const bare = dataFolder('bare');
  const { code, words } = await run('restore', [place('backup')], bare);
  expect({ code, words }).toEqual({
    code: 0,
    words: expect.stringMatching(/There are no keys: .*journals stay closed\.\n$/),
  });
  expect(JSON.parse(await readFile(join(bare, 'keys/restored.json'), 'utf8'))).toEqual({ id: expect.any(String) });
  await expect(RunningServer.start({ DATA_FOLDER: bare })).rejects.toThrow(/has no keys, but there are people/);
  expect((await run('rotate-keys', [], bare)).code).toBe(0);
  const server = await RunningServer.start({ DATA_FOLDER: bare });
  try {
    expect((await answer(server, `/journal-entries/${entryId}`, await signIn(server, 'learner'))).status).toBe(503);
  } finally {
    await server.end('SIGTERM');
  }
});

test('the keys never lie with the database, nor a backup in what it copies', async () => {
  const { files } = await manifestOf('backup');
  expect(files.filter(({ path }) => /tokens|master|personal/.test(path))).toEqual([]);
  await mkdir(place('around'));
  for (const [one, other] of [
    ['around/one', 'around/one'],
    ['data/keys/one', 'other'],
    ['data/postgres/one', 'other'],
  ] as const)
    expect(await run('backup', [place(one), '--keys', place(other)], place('data'))).toEqual({
      code: 1,
      words: expect.stringMatching(/^[^\n]* (within|elsewhere)[^\n]*\n$/),
    });
  expect(await readdir(place('around'))).toEqual([]);
});

test('a backup that was tampered with, or keys that are too old, are refused before anything is put back', async () => {
  await cp(place('backup'), place('tampered'), { recursive: true });
  const file = join(place('tampered'), 'contents/data/global/pg_control');
  const bytes = await readFile(file);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  await writeFile(file, bytes);
  const elsewhere = place('elsewhere');
  const refused = async (...parameters: string[]) => {
    const { code, words } = await run('restore', parameters, elsewhere);
    expect(code).toBe(1);
    expect(words.trim().split('\n').at(-1)).toMatch(/\.$/);
    expect(await readdir(elsewhere).catch(() => [])).toEqual([]);
    return words;
  };
  expect(await refused(place('tampered'))).toMatch(/pg_control is not as it was written/);
  await rm(join(place('tampered'), 'contents/data/PG_VERSION'));
  expect(await refused(place('tampered'))).toMatch(/is damaged/);
  await cp(place('keys'), place('old-keys'), { recursive: true });
  const eightDaysAgo = new Date(Date.now() - 8 * 86_400_000).toISOString();
  const manifest = { ...(await manifestOf('keys')), madeAt: eightDaysAgo };
  await writeFile(join(place('old-keys'), 'manifest.json'), JSON.stringify(manifest));
  expect(await refused(place('backup'), '--keys', place('old-keys'))).toMatch(/readable again.*--old-keys/);
  expect(await refused(place('keys'))).toMatch(/is a backup of the keys/);
  expect(await refused(place('nowhere'))).toMatch(/is no backup/);
  expect(await refused()).toMatch(/^Please name the folder/);
});

test('a signal in the middle leaves nothing, and the college goes on', async () => {
  await mkdir(place('ended'));
  const { child, ended } = call('backup', [place('ended/backup')], { DATA_FOLDER: place('data') });
  while ((await readdir(place('ended'))).length === 0) await pause(20);
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 1, words: expect.stringMatching(/Ended by SIGTERM before it was done/) });
  expect(await readdir(place('ended'))).toEqual([]);
  expect((await answer(college, '/prospectus', '')).status).toBe(200);
});

test('a copied data folder whose database is kept elsewhere does not start on that of the original', async () => {
  const original = place('original');
  await mkdir(join(place('kept'), 'data'), { recursive: true });
  await writeFile(join(place('kept'), 'data/PG_VERSION'), '18\n');
  await mkdir(original);
  await symlink(place('kept'), join(original, 'postgres'));
  await requireOwn(join(original, 'postgres'));
  await cp(original, place('copied'), { recursive: true, verbatimSymlinks: true });
  expect(await readlink(join(place('copied'), 'postgres'))).toBe(place('kept'));
  await expect(RunningServer.start({ DATA_FOLDER: place('copied') })).rejects.toThrow(
    /^ended with 1: [^\n]*copied\/postgres is a link to the database of [^\n]*original[^\n]*npm run restore[^\n]*\.\n$/,
  );
  await rename(original, place('moved'));
  await requireOwn(join(place('moved'), 'postgres'));
  await rm(join(place('kept'), 'belongs-to.json'));
  await requireOwn(join(place('copied'), 'postgres'));
  await expect(requireOwn(join(place('moved'), 'postgres'))).rejects.toThrow(/copied/);
});
