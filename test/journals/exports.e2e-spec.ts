import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { JournalErasureService } from '../../src/journals/leaving/journal-erasure.service.js';
import { RateLimits } from '../../src/platform/limits/rate-limits.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { ChosenReaders } from './chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';
import { anEntry, attach, etag, letShareWith, picture, share, signInAgain } from './journal.js';
import { unzip } from './unzip.js';

let college: TestCollege;
let robin: TestPerson;

beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  robin = await aLearner(college);
});
beforeEach(async () => {
  college.app.get(RateLimits).forget();
  await signInAgain(college, robin);
});
afterAll(() => college.close());

async function archive(person: TestPerson, id: string) {
  return college.http
    .get(`/api/v1/journal-exports/${id}/archive`)
    .auth(await person.bearer(), { type: 'bearer' })
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });
}

test('I take everything home: entries as Markdown and JSON, versions, sharing, reads, comments of others, pictures (I-47)', async () => {
  const sam = await aLearner(college, { name: 'Sam' });
  letShareWith(college, robin, sam);
  const entry = await anEntry(robin, 'First words', { title: 'The lake', mood: 'wide', tags: ['hope'] });
  await share(robin, entry, sam, { permission: 'comment', purpose: 'to remember' });
  await sam.get(`/journal-entries/${entry.id}`);
  await sam.post(`/journal-entries/${entry.id}/comments`, { text: 'I was there too.' });
  const photo = (await attach(college, robin, entry.id, await picture(20))).body.id;
  await robin.patch(
    `/journal-entries/${entry.id}`,
    { blocks: [{ promptId: 'driscoll.what.1', text: 'Second words', attachmentId: photo, description: 'the shore' }] },
    etag(1),
  );
  const deleted = await anEntry(robin, 'Deleted yesterday');
  await robin.delete(`/journal-entries/${deleted.id}`);
  const others = await anEntry(sam, 'Words of Sam');

  const { body: asked } = await robin.post('/journal-exports');
  expect(asked).toMatchObject({ state: 'ready', can: ['fetch'] });
  const answer = await archive(robin, asked.id);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="export.zip"',
  });
  const files = unzip(answer.body);
  const name = [...files.keys()].find((each) => each.includes(entry.id) && each.endsWith('.json')) ?? '';
  expect([...files.keys()].sort()).toEqual(
    expect.arrayContaining(['README.txt', name, name.replace('.json', '.md'), `media/${photo}.jpg`]),
  );
  expect([...files.keys()].some((each) => each.includes(others.id))).toBe(false);
  expect(JSON.parse(String(files.get(name)))).toMatchObject({
    title: 'The lake',
    mood: 'wide',
    tags: ['hope'],
    blocks: [{ text: 'Second words', attachmentId: photo }],
    versions: [
      { number: 2, blocks: [{ text: 'Second words' }] },
      { number: 1, blocks: [{ text: 'First words' }] },
    ],
    grants: [{ reader: { chosenName: 'Sam' }, purpose: 'to remember' }],
    reads: [{ what: 'entry', reader: { chosenName: 'Sam' } }],
    comments: [{ text: 'I was there too.', by: { chosenName: 'Sam' } }],
  });
  const page = String(files.get(name.replace('.json', '.md')));
  for (const words of ['# The lake', 'Mood: wide', 'Second words', `media/${photo}`, 'the shore', 'I was there too.'])
    expect(page).toContain(words);
  expect(files.get(`media/${photo}.jpg`)?.subarray(0, 2).toString('hex')).toBe('ffd8');
  expect(
    [...files.entries()].some(([each, content]) => each.includes(deleted.id) && content.includes('Deleted yesterday')),
  ).toBe(true);
});

test('the link works once, for 72 hours, for me alone, after a fresh sign-in (BR-133)', async () => {
  const stranger = await aLearner(college);
  const { body: first } = await robin.post('/journal-exports');
  expect((new Date(first.expiresAt).getTime() - new Date(first.requestedAt).getTime()) / 3_600_000).toBe(72);
  expect((await archive(stranger, first.id)).status).toBe(404);
  college.clock.forward({ minutes: 11 });
  expect((await archive(robin, first.id)).status).toBe(401);
  await signInAgain(college, robin);
  expect((await archive(robin, first.id)).status).toBe(200);
  expect(JSON.parse(String((await archive(robin, first.id)).body))).toMatchObject({ status: 409, code: 'export_used' });
  expect((await robin.get(`/journal-exports/${first.id}`)).body).toMatchObject({ state: 'used', can: [] });

  const { body: second } = await robin.post('/journal-exports');
  college.clock.forward({ days: 3, minutes: 1 });
  await signInAgain(college, robin);
  expect((await archive(robin, second.id)).status).toBe(404);
  expect((await robin.get(`/journal-exports/${second.id}`)).body.state).toBe('expired');
});

test('however often an entry was read, every read is in the export', async () => {
  const sam = await aLearner(college);
  letShareWith(college, robin, sam);
  const entry = await anEntry(robin, 'much read');
  await share(robin, entry, sam);
  await sam.get(`/journal-entries/${entry.id}`);
  await college.sql.query(
    `
      insert into journal_read (id, grant_id, entry_id, author_id, reader_id, what, read_at)
      select gen_random_uuid(), r.grant_id, r.entry_id, r.author_id, r.reader_id, 'entry', r.read_at
      from journal_read r, generate_series(1, 450)
      where r.entry_id = $1`,
    [entry.id],
  );
  const { body } = await robin.post('/journal-exports');
  const files = unzip((await archive(robin, body.id)).body);
  const name = [...files.keys()].find((each) => each.includes(entry.id) && each.endsWith('.json')) ?? '';
  const taken = JSON.parse(String(files.get(name)));
  expect(new Set(taken.reads.map(({ id }: { id: string }) => id)).size).toBe(451);
  expect([taken.grants.length, taken.comments.length, taken.versions.length]).toEqual([1, 0, 1]);
});

test('a connection that breaks half-way does not use the link up', async () => {
  const entry = await anEntry(robin);
  for (let time = 0; time < 3; time++) await attach(college, robin, entry.id, await noise());
  const { body } = await robin.post('/journal-exports');
  const bearer = await robin.bearer();
  await new Promise<void>((resolve, reject) => {
    get(
      `${college.url}/api/v1/journal-exports/${body.id}/archive`,
      { headers: { authorization: `Bearer ${bearer}` } },
      (response) => {
        response.once('data', () => response.destroy()).once('close', resolve);
      },
    ).on('error', reject);
  });
  let state = 'used';
  for (let time = 0; state === 'used' && time < 100; time++) {
    await pause(50);
    state = (await robin.get(`/journal-exports/${body.id}`)).body.state;
  }
  expect(state).toBe('ready');
  expect(unzip((await archive(robin, body.id)).body).size).toBeGreaterThan(4);
});

test('of two that fetch the same export at once, one gets it', async () => {
  const { body } = await robin.post('/journal-exports');
  const answers = await Promise.all([archive(robin, body.id), archive(robin, body.id)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('an entry that was brought back is in the export, and one that is beyond recall is not (BR-132, I-47)', async () => {
  const author = await aLearner(college);
  const [back, gone] = [await anEntry(author, 'Brought back'), await anEntry(author, 'Gone for good')];
  for (const { id } of [back, gone]) await author.delete(`/journal-entries/${id}`);
  await author.post(`/journal-entries/${back.id}/restoration`);
  const taken = async (): Promise<string[]> => {
    await signInAgain(college, author);
    const { body } = await author.post('/journal-exports');
    return [...unzip((await archive(author, body.id)).body)]
      .filter(([name]) => name.endsWith('.json'))
      .map(([, content]) => String(JSON.parse(String(content)).blocks[0].text))
      .sort();
  };
  expect(await taken()).toEqual(['Brought back', 'Gone for good']);
  college.clock.forward({ days: 30, minutes: 1 });
  expect(await taken()).toEqual(['Brought back']);
  await college.app.get(JournalErasureService).purge();
  expect(await taken()).toEqual(['Brought back']);
});

test('a letter says that it is ready, where e-mail is safe at this hour, in words that name nothing; no message, job or event remembers it (BR-133, BR-143)', async () => {
  const lettersTo = async ({ id }: TestPerson) =>
    (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${id}@example.org`));
  const reachedBy = async (channels: object): Promise<TestPerson> => {
    const person = await aPerson(college);
    expect((await person.put('/me/safe-contact', { channels })).status).toBe(200);
    return person;
  };
  const traces = async () =>
    (
      await college.sql.query(
        'select (select count(*) from message) + (select count(*) from graphile_worker._private_jobs) as count',
      )
    )[0].count;
  const awayFromNow =
    college.clock.now().getUTCHours() < 12 ? { from: '20:00', to: '21:00' } : { from: '02:00', to: '03:00' };
  const silent = [
    await reachedBy({ inApp: { allowed: true } }),
    await reachedBy({ email: { allowed: true, safeHours: [awayFromNow] } }),
  ];
  const told = await reachedBy({ email: { allowed: true } });
  const before = await traces();
  for (const person of [...silent, told]) expect((await person.post('/journal-exports')).status).toBe(201);
  for (let time = 0; (await lettersTo(told)).length === 0 && time < 100; time++) await pause(50);
  for (const person of silent) expect(await lettersTo(person)).toEqual([]);
  const [letter, more] = await lettersTo(told);
  expect(more).toBeUndefined();
  expect(letter).toMatch(/Subject: (What you asked for is ready|A message for you)/);
  expect(letter).not.toMatch(/journal|entry|college|recovery|diary|writ/i);
  expect(await traces()).toEqual(before);
  expect(await college.sql.query(`select 1 from event where type like 'journal%'`)).toEqual([]);
});

test('asking needs a fresh sign-in, is possible three times a day, and writes to nobody for whom e-mail is not safe (BR-133)', async () => {
  college.clock.forward({ minutes: 11 });
  expect((await robin.post('/journal-exports')).body).toMatchObject({ status: 401, code: 'sign_in_again' });
  await signInAgain(college, robin);
  college.app.get(RateLimits).forget();
  const statuses = [];
  for (let time = 0; time < 4; time++) statuses.push((await robin.post('/journal-exports')).status);
  expect(statuses).toEqual([201, 201, 201, 429]);
  await college.deliver();
  expect((await letters(college.dataFolder)).filter((letter) => letter.includes(robin.id))).toEqual([]);
});

/** A picture that no format can make small. */
const noise = (): Promise<Buffer> =>
  sharp(randomBytes(1200 * 1200 * 3), { raw: { width: 1200, height: 1200, channels: 3 } })
    .png()
    .toBuffer();
