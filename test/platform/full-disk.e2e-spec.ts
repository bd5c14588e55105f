import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink, unlink } from 'node:fs/promises';
import { openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { storageRefusal } from '../../src/platform/errors/storage-faults.js';
import { SealChainService } from '../../src/platform/audit/seal-chain.service.js';
import { createDurably, replaceDurably } from '../../src/platform/keys/durable-file.js';
import { Mailer } from '../../src/platform/mail/mailer.js';
import { createLog } from '../../src/platform/logging/log.js';
import { aLearner, aRun } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';
import { repository } from '../support/repository.js';

// A limit on the size of files is a disk without room: what is written fails with EFBIG, as it would with ENOSPC.
const limitFiles = (soft: string) => spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${soft}:`]);
const canFill = limitFiles('unlimited').status === 0;

async function withoutRoom<T>(work: () => Promise<T>): Promise<T> {
  limitFiles('0');
  try {
    return await work();
  } finally {
    limitFiles('unlimited');
  }
}

let college: TestCollege;
let folder: string;
let anchors: string;
const lines: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-'));
  anchors = join(folder, 'anchors');
  await symlink('/dev/full', anchors);
  college = await openTestCollege({
    settings: { SEAL_ANCHOR_FILE: anchors },
    log: createLog({ LOG_LEVEL: 'error' }, { write: (line) => void lines.push(line) }),
  });
});
afterAll(async () => {
  await college.close();
  await rm(folder, { recursive: true, force: true });
});

const drafts = async (path: string) => (await readdir(path)).filter((name) => name.endsWith('.draft'));

test.each(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO'])('%s is 503 unavailable, whoever wrote', (code) => {
  const fault = Object.assign(new Error('write'), { code, syscall: 'write', path: '/srv/keys/x' });
  expect(storageRefusal(fault)).toMatchObject({ code: 'unavailable', details: { retryAfter: 60 } });
  expect(storageRefusal(Object.assign(new Error('write'), { code: 'EACCES', syscall: 'write' }))).toBeUndefined();
});

test('a file that cannot be written whole leaves nothing, and what was there stays', async () => {
  if (!canFill) return;
  const path = join(folder, 'durable');
  await createDurably(path, 'what was there');
  await withoutRoom(async () => {
    await expect(replaceDurably(path, 'newer')).rejects.toMatchObject({ code: 'EFBIG' });
    await expect(createDurably(`${path}.other`, 'new')).rejects.toMatchObject({ code: 'EFBIG' });
  });
  expect([await readFile(path, 'utf8'), await drafts(folder)]).toEqual(['what was there', []]);
});

test('who begins a journal on a full disk hears 503, nothing is half made, and later they write on', async () => {
  if (!canFill) return;
  const robin = await aLearner(college);
  const write = () => robin.post('/journal-entries', { blocks: [{ text: 'quiet' }] });
  const known = await aLearner(college);
  expect((await known.post('/journal-entries', { blocks: [{ text: 'before' }] })).status).toBe(201);
  const answer = await withoutRoom(write);
  expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'unavailable', '60']);
  expect(answer.text.replace(answer.body.type, '')).not.toMatch(/keys|EFBIG|\//);
  expect(await drafts(join(college.dataFolder, 'keys', 'personal'))).toEqual([]);
  expect(lines.filter((line) => line.includes('nothing can be written'))).toHaveLength(1);
  expect((await write()).status).toBe(201);
  const { body } = await robin.get('/journal-entries');
  expect(body.items).toHaveLength(1);
});

test('a letter that the outbox does not take leaves no empty file, and is written later', async () => {
  if (!canFill) return;
  const mailer = college.app.get(Mailer);
  const letter = { to: 'somebody@example.org', subject: 'A message for you', text: 'quiet' };
  // Whatever is thrown here, whoever sends messages tries again.
  await withoutRoom(() => expect(mailer.send(letter)).rejects.toMatchObject({ code: 'EFBIG' }));
  expect(await letters(college.dataFolder)).toEqual([]);
  await mailer.send(letter);
  expect((await letters(college.dataFolder)).map((each) => each.includes(letter.to))).toEqual([true]);
});

test('an anchor that cannot be written fails the job, and stands whole on a line of its own later', async () => {
  const robin = await aLearner(college);
  const run = await aRun(college);
  expect((await robin.post(`/runs/${run.id}/enrolments`, {})).status).toBe(201);
  await expect(college.app.get(SealChainService).extendChains()).rejects.toMatchObject({ code: 'ENOSPC' });
  await unlink(anchors);
  await college.app.get(SealChainService).extendChains();
  const [{ hash, number }] = await college.sql.query(
    `select hash, number from seal where log = 'event' order by number desc limit 1`,
  );
  expect((await readFile(anchors, 'utf8')).split('\n')).toContain(`${number} ${hash}`);
});

test.each(['a full disk', 'nobody at the other end'])('the process outlives a log with %s', async (where) => {
  const script = `
    const { createLog } = await import(${JSON.stringify(pathToFileURL(join(repository, 'dist/src/platform/logging/log.js')).href)});
    const log = createLog({ LOG_LEVEL: 'info' });
    const writing = setInterval(() => log.info({ context: 'x'.repeat(3000) }, 'line'), 20);
    setTimeout(() => { clearInterval(writing); process.stderr.write('lives'); process.exit(0); }, 1500);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', where === 'a full disk' ? openSync('/dev/full', 'w') : 'pipe', 'pipe'],
  });
  child.stdout?.destroy();
  let said = '';
  child.stderr?.on('data', (part: Buffer) => (said += String(part)));
  const [code] = (await once(child, 'close')) as [number];
  expect([code, said]).toEqual([0, 'lives']);
});
