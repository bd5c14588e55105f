import { request, type IncomingMessage } from 'node:http';
import { RateLimits } from '../../src/platform/limits/rate-limits.js';
import { WrappedKeys } from '../../src/platform/keys/wrapped-keys.js';
import { takeBrokenCount } from '../../src/platform/keys/sealing.js';
import { DamagedCount } from '../../src/platform/keys/damaged-count.js';
import { expecting } from '../courses/co-production.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { ChosenReaders } from './chosen-readers.js';
import { anEntry, attach, etag, letShareWith, picture, share } from './journal.js';
import { unzip } from './unzip.js';

let college: TestCollege;
let robin: TestPerson;

beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
});
beforeEach(async () => {
  college.app.get(RateLimits).forget();
  robin = await aLearner(college);
});
afterAll(() => college.close());

/** One bit of what is stored is another one now, as on an old disk. */
const flip = (table: string, column: string, where: string, value: unknown) =>
  college.sql.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    const [, changed] = await tx.query(
      `update ${table} set ${column} = set_byte(${column}, 20, get_byte(${column}, 20) # 1) where ${where} = $1`,
      [value],
    );
    expect([table, column, changed]).not.toEqual([table, column, 0]);
  });

/** What arrives, and whether it was cut; a hanging answer fails by the time-out of the test. */
async function fetched(
  person: TestPerson,
  method: string,
  path: string,
): Promise<{ status: number; bytes: Buffer; cut: boolean }> {
  const authorization = `Bearer ${await person.bearer()}`;
  return new Promise((resolve, reject) => {
    const received = (response: IncomingMessage) => {
      const parts: Buffer[] = [];
      let cut = false;
      response
        .on('data', (part: Buffer) => parts.push(part))
        .on('error', () => (cut = true))
        .on('close', () =>
          resolve({
            status: response.statusCode ?? 0,
            bytes: Buffer.concat(parts),
            cut: cut || !response.complete,
          }),
        );
    };
    request(`${college.url}/api/v1${path}`, { method, headers: { authorization } }, received).on('error', reject).end();
  });
}

async function archiveOf(person: TestPerson) {
  const { body } = await expecting(201, person.post('/journal-exports'));
  return fetched(person, 'GET', `/journal-exports/${body.id}/archive`);
}

const inEntries = (files: Map<string, Buffer>, id: string, ending: string): string =>
  String([...files].find(([name]) => name.includes(id) && name.endsWith(ending))?.[1]);

test.each(['sealed_key', 'head', 'body'])(
  'one entry whose %s is damaged is named, and the rest of the journal is read, searched and taken home (I-47, BR-226)',
  async (column) => {
    const whole = await anEntry(robin, 'Seven herons', { title: 'Lake' });
    const broken = await anEntry(robin, 'Words that rot', { title: 'Gone' });
    await flip('journal_version', column, 'entry_id', broken.id);

    const list = await expecting(200, robin.get('/journal-entries'));
    expect(list.body.items).toMatchObject([
      { id: broken.id, damaged: column !== 'body', title: column === 'body' ? 'Gone' : null },
      { id: whole.id, damaged: false, title: 'Lake' },
    ]);
    const found = await expecting(200, robin.post('/journal-searches', { words: 'herons' }));
    expect(found.body.items).toMatchObject([
      { id: broken.id, damaged: true },
      { id: whole.id, damaged: false },
    ]);
    await expecting(200, robin.get(`/journal-entries/${broken.id}/versions`));
    for (const path of [`/journal-entries/${broken.id}`, `/journal-versions/${broken.versionId}`]) {
      const one = await robin.get(path);
      expect([path, one.status, one.body.code]).toEqual([path, 409, 'damaged_entry']);
    }
    expect((await robin.patch(`/journal-entries/${broken.id}`, { mood: 'wide' }, etag(1))).body.code).toBe(
      'damaged_entry',
    );

    const { bytes, cut } = await archiveOf(robin);
    expect(cut).toBe(false);
    const files = unzip(bytes);
    expect(inEntries(files, whole.id, '.md')).toContain('Seven herons');
    expect(inEntries(files, broken.id, '.md')).toContain('can no longer be opened');
    expect(JSON.parse(inEntries(files, broken.id, '.json'))).toMatchObject({ damaged: true });
    const records = await fetched(robin, 'POST', '/me/data-export');
    expect([records.status, records.cut]).toEqual([200, false]);
    expect(inEntries(unzip(unzip(records.bytes).get('journal.zip') ?? Buffer.alloc(0)), whole.id, '.md')).toContain(
      'Seven herons',
    );

    // What needs no words still works, and answers what it did.
    const put = await expecting(201, robin.post(`/journal-entries/${broken.id}/archival`));
    expect(put.body).toMatchObject({ state: 'archived', damaged: true });
    await expecting(200, robin.delete(`/journal-entries/${broken.id}`));
  },
);

test('an earlier version, a comment, the purpose of a grant and a file that are damaged leave the rest as it is', async () => {
  const sam = await aLearner(college, { name: 'Sam' });
  letShareWith(college, robin, sam);
  const entry = await anEntry(robin, 'First words');
  const grant = await share(robin, entry, sam, { permission: 'comment' });
  const { body: comment } = await expecting(
    201,
    sam.post(`/journal-entries/${entry.id}/comments`, { text: 'I was there too.' }),
  );
  const photo = (await attach(college, robin, entry.id, await picture(20))).body.id;
  const blocks = [{ text: 'Second words', attachmentId: photo, description: 'the [shore]' }];
  await expecting(200, robin.patch(`/journal-entries/${entry.id}`, { blocks }, etag(1)));
  await flip('journal_grant', 'purpose', 'id', grant.id);
  await flip('journal_comment', 'sealed', 'id', comment.id);
  await flip('journal_attachment', 'sealed_key', 'id', photo);

  expect((await expecting(200, robin.get(`/journal-entries/${entry.id}/grants`))).body.items).toMatchObject([
    { id: grant.id, damaged: true, purpose: '' },
  ]);
  expect((await expecting(200, robin.get(`/journal-entries/${entry.id}/comments`))).body.items).toMatchObject([
    { id: comment.id, damaged: true, text: '' },
  ]);
  const { bytes, cut } = await archiveOf(robin);
  expect(cut).toBe(false);
  const files = unzip(bytes);
  expect(String(files.get('DAMAGED.txt'))).toContain(`media/${photo}.jpg`);
  expect(inEntries(files, entry.id, '.md')).toContain('Second words');

  await flip('journal_version', 'body', 'id', entry.versionId);
  expect((await robin.get(`/journal-versions/${entry.versionId}`)).body.code).toBe('damaged_entry');
  const taken = JSON.parse(inEntries(unzip((await archiveOf(robin)).bytes), entry.id, '.json'));
  expect(taken.versions).toMatchObject([
    { number: 2, damaged: false, blocks: [{ text: 'Second words' }] },
    { number: 1, damaged: true, blocks: [] },
  ]);
});

test('what a reader was shown and is damaged is as if it were not there, and says nothing else', async () => {
  const sam = await aLearner(college, { name: 'Sam' });
  letShareWith(college, robin, sam);
  const entry = await anEntry(robin, 'Shown to Sam');
  await share(robin, entry, sam);
  await expecting(200, sam.get(`/journal-entries/${entry.id}`));
  await flip('journal_version', 'body', 'id', entry.versionId);
  await expecting(404, sam.get(`/journal-entries/${entry.id}`));
});

test('the Markdown leads to the pictures that lie beside it, by their real names, also inside my records', async () => {
  const entry = await anEntry(robin);
  const photo = (await attach(college, robin, entry.id, await picture(20))).body.id;
  const blocks = [{ text: 'Look', attachmentId: photo, description: 'the [shore]' }];
  await expecting(200, robin.patch(`/journal-entries/${entry.id}`, { blocks }, etag(1)));
  const mine = unzip((await archiveOf(robin)).bytes);
  const records = unzip((await fetched(robin, 'POST', '/me/data-export')).bytes);
  for (const files of [mine, unzip(records.get('journal.zip') ?? Buffer.alloc(0))]) {
    const page = inEntries(files, entry.id, '.md');
    const [, place = ''] = /!\[the \\\[shore\\\]\]\(\.\.\/(media\/[^)]+)\)/.exec(page) ?? [];
    expect([page, files.has(place)]).toEqual([page, true]);
  }
});

test('a stream that fails half-way is cut, so that nobody takes half of it for all of it, and the link works again (BR-226)', async () => {
  await anEntry(robin, 'Words of my own');
  const { body } = await expecting(201, robin.post('/journal-exports'));
  const breaking = async () => {
    await college.sql.query('alter table journal_comment rename to journal_comment_elsewhere');
    try {
      return [
        await fetched(robin, 'GET', `/journal-exports/${body.id}/archive`),
        await fetched(robin, 'POST', '/me/data-export'),
      ];
    } finally {
      await college.sql.query('alter table journal_comment_elsewhere rename to journal_comment');
    }
  };
  for (const { status, cut } of await breaking()) expect([status, cut]).toEqual([200, true]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await robin.get(`/journal-exports/${body.id}`)).body.state).toBe('ready');
  const again = await fetched(robin, 'GET', `/journal-exports/${body.id}/archive`);
  expect(again.cut).toBe(false);
});

test('without the key nothing begins: 503 before the first byte, and the link works again', async () => {
  await anEntry(robin);
  const { body } = await expecting(201, robin.post('/journal-exports'));
  const wrapped = college.app.get(WrappedKeys);
  const kept = await wrapped.find(robin.id);
  if (!kept) throw new Error('There is no key');
  await wrapped.remove(robin.id);
  college.clock.forward({ minutes: 1 });
  for (const [method, path] of [
    ['GET', `/journal-exports/${body.id}/archive`],
    ['POST', '/me/data-export'],
  ] as const) {
    const { status, bytes } = await fetched(robin, method, path);
    expect([path, status, JSON.parse(String(bytes)).code]).toEqual([path, 503, 'keys_out_of_reach']);
  }
  expect((await robin.get(`/journal-exports/${body.id}`)).body.state).toBe('ready');
});

test('whoever runs the college reads how much was damaged, and neither whose nor where nor when', async () => {
  takeBrokenCount();
  const entry = await anEntry(robin);
  await flip('journal_version', 'head', 'entry_id', entry.id);
  await robin.get('/journal-entries');
  await robin.get('/journal-entries');
  const said: unknown[] = [];
  const count = college.app.get(DamagedCount);
  Object.assign(count, { log: { error: (words: unknown) => said.push(words) } });
  count.tell();
  count.tell();
  expect(said).toEqual(['Sealed texts that did not open in the last day: 2']);
});

test('needs, adjustments, plans and measures that are damaged take nothing else away', async () => {
  const need = async (text: string) =>
    (await expecting(201, robin.post('/me/support-needs', { kind: 'sensory', text, shareWithFacilitators: false })))
      .body;
  const [first, second] = [await need('A seat far from the window'), await need('Large print')];
  await flip('support_need', 'sealed', 'id', first.id);
  expect((await expecting(200, robin.get('/me/support-needs'))).body.items).toMatchObject([
    { id: first.id, damaged: true, text: '' },
    { id: second.id, damaged: false, text: 'Large print' },
  ]);
  const planId = (await expecting(201, robin.post('/learning-plans', { aims: 'To sing again' }))).body.id;
  const goal = await expecting(201, robin.post(`/learning-plans/${planId}/goals`, { statement: 'Go to choir' }));
  await flip('learning_goal', 'words', 'id', goal.body.id);
  expect((await expecting(200, robin.get(`/learning-plans/${planId}`))).body).toMatchObject({
    aims: 'To sing again',
    goals: [{ id: goal.body.id, damaged: true }],
  });
  await flip('learning_plan', 'aims', 'id', planId);
  await expecting(200, robin.get(`/learning-plans/${planId}`));
  const { status, cut, bytes } = await fetched(robin, 'POST', '/me/data-export');
  expect([status, cut]).toEqual([200, false]);
  expect(String(unzip(bytes).get('records/support_need.json'))).toContain('Large print');
});
