import { RateLimits } from '../../src/platform/limits/rate-limits.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { ChosenReaders } from './chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { anEntry, letShareWith, share } from './journal.js';

let college: TestCollege;
let robin: TestPerson;

beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  robin = await aLearner(college);
});
beforeEach(() => college.app.get(RateLimits).forget());
afterAll(() => college.close());

const titles = async (person: TestPerson, words: string) =>
  (await person.post('/journal-searches', { words })).body.items.map(({ title }: { title: string }) => title);

test('I find my own entries by words in title, text, mood, tags and descriptions, in any case and order', async () => {
  await anEntry(robin, 'We saw a Heron by the river.', { title: 'Walk', mood: 'windy' });
  await anEntry(robin, 'Straße im Nebel', { title: 'Fog', tags: ['hope'] });
  expect(await titles(robin, 'RIVER heron')).toEqual(['Walk']);
  expect(await titles(robin, 'windy')).toEqual(['Walk']);
  expect(await titles(robin, 'straße hope')).toEqual(['Fog']);
  expect(await titles(robin, 'heron nebel')).toEqual([]);
});

test('my journal is searched without accents and capitals too, in whatever script (BR-234)', async () => {
  const zoe = await aLearner(college);
  await anEntry(zoe, 'Ein Café an der Straße', { title: 'Reise' });
  await anEntry(zoe, 'أحمد और दिन й', { title: 'Mixed' });
  for (const words of ['cafe', 'CAFÉ strasse', 'STRASSE']) expect(await titles(zoe, words)).toEqual(['Reise']);
  for (const words of ['احمد', 'दिन']) expect(await titles(zoe, words)).toEqual(['Mixed']);
  for (const words of ['दान', 'и', '\u064b']) expect(await titles(zoe, words)).toEqual([]);
});

test('search never finds what others wrote or share, nor what I deleted', async () => {
  const sam = await aLearner(college);
  letShareWith(college, sam, robin);
  await share(sam, await anEntry(sam, 'a lighthouse'), robin);
  const mine = await anEntry(robin, 'my lighthouse', { title: 'Light' });
  expect(await titles(robin, 'lighthouse')).toEqual(['Light']);
  await robin.delete(`/journal-entries/${mine.id}`);
  expect(await titles(robin, 'lighthouse')).toEqual([]);
});

test('a search looks at a bounded part of the journal and goes on from there, until every match was found once', async () => {
  const ali = await aLearner(college);
  const wanted = [];
  for (let number = 0; number < 50; number++) {
    const title = `entry ${number}`;
    if (number % 7 === 0) wanted.unshift(title);
    await anEntry(ali, number % 7 === 0 ? 'a robin sang' : 'nothing sang', { title });
  }
  const found: string[] = [];
  for (let cursor: string | null = null; ;) {
    const { body } = await ali.post('/journal-searches', { words: 'robin', limit: 3, cursor });
    found.push(...body.items.map(({ title }: { title: string }) => title));
    cursor = body.next;
    if (!cursor) break;
  }
  expect(found).toEqual(wanted);
});

test('search words never stand in an address, and searching has a limit', async () => {
  expect((await robin.get('/journal-entries?words=heron')).status).toBe(400);
  const statuses = new Set<number>();
  for (let time = 0; time < 31; time++) statuses.add((await robin.post('/journal-searches', { words: 'x' })).status);
  expect([...statuses]).toEqual([200, 429]);
});
