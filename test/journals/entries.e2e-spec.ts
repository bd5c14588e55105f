import { createHash, createHmac } from 'node:crypto';
import { aLearner, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { anEntry, etag, signInAgain } from './journal.js';

let college: TestCollege;
let robin: TestPerson;

beforeAll(async () => {
  college = await openTestCollege();
  robin = await aLearner(college);
});
afterAll(() => college.close());

test('an entry holds blocks, a mood in my own words, tags and a link that only I see (BR-122)', async () => {
  const entry = await robin.post('/journal-entries', {
    title: 'By the river',
    mood: 'like the sea after rain',
    tags: ['hope', 'meaning'],
    runId: '0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f',
    blocks: [{ promptId: 'gibbs.description.1', text: 'We walked.\n\nIt was cold.' }, { text: 'And free words.' }],
  });
  expect(entry.status).toBe(201);
  expect(entry.body).toMatchObject({
    state: 'saved',
    title: 'By the river',
    mood: 'like the sea after rain',
    tags: ['hope', 'meaning'],
    runId: '0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f',
    shared: null,
    undoUntil: null,
    version: 1,
    can: ['change', 'archive', 'attach', 'share', 'delete', 'export'],
    blocks: [
      { promptId: 'gibbs.description.1', text: 'We walked.\n\nIt was cold.', attachmentId: null },
      { promptId: null, text: 'And free words.' },
    ],
  });
  expect(entry.body.crisisSignposts.length).toBeGreaterThan(0);
  expect(entry.headers['cache-control']).toBe('no-store');
});

test.each(['visibility', 'shared', 'sharedWith', 'public', 'recipientId'])(
  'no parameter "%s" makes an entry visible when it is written (BR-122)',
  async (field) => {
    const answer = await robin.post('/journal-entries', { blocks: [], [field]: 'everyone' });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('validation_failed');
  },
);

test('an autosaved draft keeps its versions, a minute apart, and becomes an entry when I say so', async () => {
  const draft = await anEntry(robin, 'One', { draft: true });
  expect(draft).toMatchObject({ state: 'draft', can: expect.arrayContaining(['save']) });
  const soon = await robin.patch(`/journal-entries/${draft.id}`, { blocks: [{ text: 'One, two' }] }, etag(1));
  expect(soon.body).toMatchObject({ version: 2, blocks: [{ text: 'One, two' }] });
  college.clock.forward({ minutes: 2 });
  await robin.patch(
    `/journal-entries/${draft.id}`,
    { title: 'Counting', blocks: [{ text: 'One, two, three' }] },
    etag(2),
  );
  const versions = (await robin.get(`/journal-entries/${draft.id}/versions`)).body.items;
  expect(versions).toMatchObject([
    { number: 2, title: 'Counting' },
    { number: 1, title: null },
  ]);
  const first = await robin.get(`/journal-versions/${versions[1].id}`);
  expect(first.body).toMatchObject({ number: 1, blocks: [{ text: 'One, two' }], can: ['share'] });
  expect((await robin.post(`/journal-entries/${draft.id}/saving`)).body).toMatchObject({
    state: 'saved',
    title: 'Counting',
  });
  expect((await robin.post(`/journal-entries/${draft.id}/saving`)).body).toMatchObject({
    status: 409,
    code: 'state_conflict',
  });
});

test('an hour of autosaving keeps what was written, a version a minute at least, so that a slip costs a minute', async () => {
  const draft = await anEntry(robin, 'begun', { draft: true });
  for (let save = 1; save <= 6; save++) {
    college.clock.forward({ seconds: 40 });
    expect(
      (await robin.patch(`/journal-entries/${draft.id}`, { blocks: [{ text: `save ${save}` }] }, etag(save))).status,
    ).toBe(200);
  }
  const versions = (await robin.get(`/journal-entries/${draft.id}/versions`)).body.items;
  const kept = [];
  for (const { id } of versions) kept.push((await robin.get(`/journal-versions/${id}`)).body.blocks[0].text);
  expect(kept).toEqual(['save 6', 'save 5', 'save 3', 'save 1']);
});

test('versions come page by page, each once', async () => {
  const entry = await anEntry(robin, '1');
  for (let number = 2; number <= 5; number++) {
    college.clock.forward({ minutes: 2 });
    await robin.patch(`/journal-entries/${entry.id}`, { title: String(number) }, etag(number - 1));
  }
  const first = (await robin.get(`/journal-entries/${entry.id}/versions?limit=2`)).body;
  const second = (await robin.get(`/journal-entries/${entry.id}/versions?limit=2&cursor=${first.next}`)).body;
  const third = (await robin.get(`/journal-entries/${entry.id}/versions?limit=2&cursor=${second.next}`)).body;
  expect([first, second, third].flatMap(({ items }) => items.map(({ number }: { number: number }) => number))).toEqual([
    5, 4, 3, 2, 1,
  ]);
  expect(third.next).toBeNull();
});

test('what a change leaves out stays, null clears, and a stale change is refused (I-55)', async () => {
  const entry = await anEntry(robin, 'Kept', { title: 'Title', mood: 'calm', tags: ['identity'] });
  const changed = await robin.patch(`/journal-entries/${entry.id}`, { mood: null }, etag(1));
  expect(changed.body).toMatchObject({ title: 'Title', mood: null, tags: ['identity'], blocks: [{ text: 'Kept' }] });
  const stale = await robin.patch(`/journal-entries/${entry.id}`, { title: 'Other' }, etag(1));
  expect(stale.body).toMatchObject({ status: 412, code: 'stale' });
  expect(stale.headers['etag']).toBe('"2"');
  expect((await robin.patch(`/journal-entries/${entry.id}`, { title: 'Other' })).status).toBe(428);
});

test('two devices that save at the same time lose nothing unseen', async () => {
  const entry = await anEntry(robin);
  const answers = await Promise.all(
    ['left', 'right'].map((title) => robin.patch(`/journal-entries/${entry.id}`, { title }, etag(1))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
});

test('the list shows my entries, newest first, page by page, without deleted ones', async () => {
  const ali = await aLearner(college, { name: 'Ali' });
  const titles = ['a', 'b', 'c', 'd', 'e'];
  const made = [];
  for (const title of titles) made.push(await anEntry(ali, 'text', { title, draft: title === 'e' }));
  await ali.delete(`/journal-entries/${made[1]?.id}`);
  await ali.post(`/journal-entries/${made[2]?.id}/archival`);
  const first = (await ali.get('/journal-entries?limit=3')).body;
  const rest = (await ali.get(`/journal-entries?limit=3&cursor=${first.next}`)).body;
  const shown = [...first.items, ...rest.items].map(({ title }: { title: string }) => title);
  expect(shown).toEqual(['e', 'd', 'c', 'a']);
  expect(rest.next).toBeNull();
  for (const [state, title] of [
    ['deleted', 'b'],
    ['archived', 'c'],
    ['draft', 'e'],
  ]) {
    expect((await ali.get(`/journal-entries?state=${state}`)).body.items).toMatchObject([{ title, state }]);
  }
  expect((await robin.get('/journal-entries')).body.items.map(({ title }: { title: string }) => title)).not.toContain(
    'a',
  );
});

test('an archived entry comes back', async () => {
  const entry = await anEntry(robin);
  expect((await robin.post(`/journal-entries/${entry.id}/archival`)).body).toMatchObject({
    state: 'archived',
    can: expect.arrayContaining(['restore']),
  });
  expect((await robin.post(`/journal-entries/${entry.id}/restoration`)).body.state).toBe('saved');
  expect((await robin.post(`/journal-entries/${entry.id}/restoration`)).body.code).toBe('state_conflict');
});

test('a deleted entry can be brought back for 30 days, offers an export first, and is then gone (BR-132)', async () => {
  const ali = await aLearner(college, { name: 'Ali' });
  const kept = await anEntry(ali, 'kept');
  const lost = await anEntry(ali, 'lost');
  const deleted = await ali.delete(`/journal-entries/${kept.id}`);
  expect(deleted.body).toMatchObject({ state: 'deleted', can: ['restore', 'export'] });
  expect(new Date(deleted.body.undoUntil).getTime()).toBeCloseTo(fromNow(college, { days: 30 }).getTime(), -5);
  const change = await ali.patch(`/journal-entries/${kept.id}`, { title: 'x' }, etag(deleted.body.version));
  expect(change.body).toMatchObject({ status: 409, code: 'journal_entry_deleted' });
  await ali.delete(`/journal-entries/${lost.id}`);
  college.clock.forward({ days: 29 });
  expect((await ali.post(`/journal-entries/${kept.id}/restoration`)).body).toMatchObject({
    state: 'saved',
    blocks: [{ text: 'kept' }],
  });
  college.clock.forward({ days: 2 });
  expect((await ali.get(`/journal-entries/${lost.id}`)).status).toBe(404);
  expect((await ali.post(`/journal-entries/${lost.id}/restoration`)).status).toBe(404);
  expect((await ali.get('/journal-entries?state=deleted')).body.items).toEqual([]);
});

test('a long entry of 200 KiB comes back whole, and a longer one than 256 KiB is refused', async () => {
  const text = 'Wörter, viele Wörter. '.repeat(2_000);
  const long = await anEntry(robin, text, { blocks: Array.from({ length: 4 }, () => ({ text })) });
  const { body } = await robin.get(`/journal-entries/${long.id}`);
  expect(body.blocks.map((block: { text: string }) => block.text)).toEqual(
    Array.from({ length: 4 }, () => text.trim()),
  );
  const tooLong = await robin.post('/journal-entries', { blocks: Array.from({ length: 7 }, () => ({ text })) });
  expect(tooLong.body).toMatchObject({ status: 413, code: 'body_too_large' });
});

test('a journal has room for so much text and no more, older versions included; what was there stays (BR-124)', async () => {
  const ali = await aLearner(college);
  const admin = await aPerson(college, { roles: ['administrator'] });
  const settings = await admin.get('/college');
  const changed = await admin.patch(
    '/college',
    { policy: { journalTextMegabytes: 1 } },
    { 'if-match': settings.headers['etag'] ?? '' },
  );
  expect([changed.status, changed.body.policy?.journalTextMegabytes]).toEqual([200, 1]);
  const long = { blocks: Array.from({ length: 5 }, () => ({ text: 'x'.repeat(49_000) })) };
  const entry = await anEntry(ali, '', long);
  for (let number = 2; number <= 4; number++) expect((await ali.post('/journal-entries', long)).status).toBe(201);
  const full = { status: 422, code: 'journal_text_quota', detail: expect.stringContaining('1 MB') };
  expect((await ali.post('/journal-entries', long)).body).toMatchObject(full);
  college.clock.forward({ minutes: 2 });
  expect((await ali.patch(`/journal-entries/${entry.id}`, { ...long, title: 'Again' }, etag(1))).body).toMatchObject(
    full,
  );
  expect((await ali.get(`/journal-entries/${entry.id}`)).body).toMatchObject({ version: 1, title: null });
  expect((await ali.post('/journal-entries', { blocks: [{ text: 'A few words.' }] })).status).toBe(201);
  expect((await ali.get('/journal-entries')).body.items).toHaveLength(5);
  await college.sql.query(`update college set policy = policy - 'journalTextMegabytes'`);
  const etagNow = async () => ({ 'if-match': (await ali.get(`/journal-entries/${entry.id}`)).headers['etag'] ?? '' });
  for (const wish of [{ title: 'One' }, { title: 'Two' }, { blocks: [] }])
    expect((await ali.patch(`/journal-entries/${entry.id}`, wish, await etagNow())).status).toBe(200);
  expect(
    await college.sql.query(
      `
        select 1
        from journal_entry e
        where size <> (
          select sum(octet_length(head) + octet_length(body))
          from journal_version v
          where v.entry_id = e.id
        )`,
    ),
  ).toEqual([]);
});

test('every page of my journal says where to find help at once, whatever stands in it (BR-157)', async () => {
  const {
    body: { crisisSignposts },
  } = await robin.get('/college');
  expect(crisisSignposts.length).toBeGreaterThan(0);
  const entry = await anEntry(robin, 'A calm day');
  const pages = [
    await robin.get('/journal-entries'),
    await robin.get('/journal-entries?state=archived'),
    await robin.get(`/journal-entries/${entry.id}/versions`),
    await robin.post('/journal-searches', { words: 'calm' }),
    await robin.post('/journal-searches', { words: 'nowhere' }),
  ];
  for (const page of pages) expect(page.body).toMatchObject({ items: expect.any(Array), crisisSignposts });
});

test('a retry of the same request writes one entry, and its key is remembered without place or plain hash', async () => {
  const ali = await aLearner(college, { name: 'Ali' });
  const body = { title: 'Once', blocks: [{ text: 'only' }] };
  const key = { 'idempotency-key': 'a-retry-of-mine' };
  const first = await ali.post('/journal-entries', body, key);
  const again = await ali.post('/journal-entries', body, key);
  expect(again.body.id).toBe(first.body.id);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect((await ali.get('/journal-entries')).body.items).toHaveLength(1);
  expect((await ali.post('/journal-entries', { ...body, title: 'Twice' }, key)).body.code).toBe(
    'idempotency_key_reused',
  );
  const [remembered] = await college.sql.query('select * from idempotency_key where person_id = $1', [ali.id]);
  expect(remembered).toMatchObject({ path: 'confidential', key: expect.not.stringContaining('retry') });
  // Whoever has the table cannot try guesses, not even of the key.
  const guess = (algorithm: (text: string) => string) =>
    ['/api/v1/journal-entries a-retry-of-mine', 'a-retry-of-mine'].map(algorithm);
  expect(guess((text) => createHash('sha256').update(text).digest('base64url'))).not.toContain(remembered.key);
  const plain = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  expect([plain, createHmac('sha256', 'a-retry-of-mine').update(plain).digest('hex')]).not.toContain(
    remembered.fingerprint,
  );
});

test('an unknown prompt or a foreign attachment is refused in plain words', async () => {
  expect(
    (await robin.post('/journal-entries', { blocks: [{ promptId: 'freud.mother.1', text: 'x' }] })).body,
  ).toMatchObject({ status: 422, code: 'prompt_unknown' });
  expect((await robin.post('/journal-entries', { blocks: [{ attachmentId: robin.id }] })).body).toMatchObject({
    status: 422,
    code: 'attachment_not_here',
  });
});

test('a deleted entry is neither shared nor put away until it is brought back', async () => {
  const entry = await anEntry(robin);
  expect((await robin.delete(`/journal-entries/${entry.id}`)).status).toBe(200);
  await signInAgain(college, robin);
  const wish = { versionId: entry.versionId, recipientId: robin.id, purpose: 'to talk about it' };
  for (const refused of [
    await robin.post(`/journal-entries/${entry.id}/grants`, wish),
    await robin.post(`/journal-entries/${entry.id}/archival`),
  ])
    expect(refused.body).toMatchObject({ status: 409, code: 'journal_entry_deleted' });
});
