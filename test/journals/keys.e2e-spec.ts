import { readFile, stat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalErasure } from '../../src/journals/journal-erasure.service.js';
import { KeyRotation } from '../../src/platform/keys/key-rotation.js';
import { MasterKeys, type WrappedKey } from '../../src/platform/keys/master-keys.js';
import { WrappedKeysDatabase } from '../../src/platform/keys/wrapped-keys-database.js';
import { WrappedKeys } from '../../src/platform/keys/wrapped-keys.js';
import { newId } from '../../src/platform/ids.js';
import { newKey } from '../../src/platform/keys/sealing.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { cloneDatabase } from '../support/database.js';
import { anEntry, attach, etag, letShareWith, picture, share } from './journal.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const rotate = () => new KeyRotation(college.app.get(MasterKeys), college.app.get(WrappedKeys)).rotate();
const masterVersions = async (): Promise<string[]> => (JSON.parse(await readFile(join(college.dataFolder, 'keys/master.json'), 'utf8')) as { version: string }[]).map(({ version }) => version);
const wrapping = async (person: TestPerson) => (await college.app.get(WrappedKeys).find(person.id))?.masterVersion;
/** Keys are remembered for seconds; later requests open them anew. */
const later = () => college.clock.forward({ minutes: 1 });

const tables = ['journal_entry', 'journal_version', 'journal_grant', 'journal_comment', 'journal_read', 'stored_file', 'stored_file_chunk', 'journal_attachment'];

test('master keys are in a file that only its owner may read, and wrapped keys are outside the database', async () => {
  const robin = await aLearner(college);
  await anEntry(robin);
  expect((await stat(join(college.dataFolder, 'keys/master.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(college.dataFolder, `keys/personal/${robin.id}.keys`))).mode & 0o777).toBe(0o600);
  expect((await college.sql.query(`select from information_schema.columns where table_schema = 'public' and column_name ilike '%master%'`)).length).toBe(0);
});

test('rotation puts every key under a new master key while people write and read', async () => {
  const writers = [];
  for (const name of ['A', 'B', 'C']) writers.push(await aLearner(college, { name }));
  const entries = [];
  for (const writer of writers) entries.push({ writer, entry: await anEntry(writer, `by ${writer.id}`) });
  const before = (await masterVersions()).at(-1);
  const work = { goesOn: true };
  const load = Promise.all(entries.map(async ({ writer, entry }) => {
    const statuses = new Set<number>();
    for (let version = entry.version; work.goesOn; version++) {
      later();
      statuses.add((await writer.patch(`/journal-entries/${entry.id}`, { title: String(version) }, etag(version))).status);
      statuses.add((await writer.get(`/journal-entries/${entry.id}`)).status);
    }
    return [...statuses];
  }));
  const newcomer = await aLearner(college);
  const [rewrapped] = await Promise.all([rotate(), anEntry(newcomer)]);
  work.goesOn = false;
  expect(rewrapped).toBeGreaterThanOrEqual(3);
  expect(await load).toEqual([[200], [200], [200]]);
  const after = (await masterVersions()).at(-1);
  expect(after).not.toBe(before);
  later();
  for (const { writer, entry } of entries) {
    expect(await wrapping(writer)).toBe(after);
    expect((await writer.get(`/journal-entries/${entry.id}`)).body.blocks[0].text).toBe(`by ${writer.id}`);
  }
});

test('an interrupted rotation goes on where it stopped, under the same new key', async () => {
  const people = [];
  for (const name of ['A', 'B', 'C']) people.push(await aLearner(college, { name }));
  for (const person of people) await anEntry(person);
  await rotate();
  const real = college.app.get(WrappedKeys);
  let left = 1;
  const failing = Object.create(real) as WrappedKeys;
  failing.rewrap = (personId: string, wrapped: WrappedKey) => (left-- > 0 ? real.rewrap(personId, wrapped) : Promise.reject(new Error('pulled the plug')));
  await expect(new KeyRotation(college.app.get(MasterKeys), failing).rotate()).rejects.toThrow('pulled the plug');
  const interrupted = (await masterVersions()).at(-1);
  later();
  for (const person of people) expect((await person.get('/journal-entries')).body.items).toHaveLength(1);
  await rotate();
  expect((await masterVersions()).at(-1)).toBe(interrupted);
  for (const person of people) expect(await wrapping(person)).toBe(interrupted);
});

test('a master key that nothing uses any more is forgotten a day later', async () => {
  await rotate();
  college.clock.forward({ days: 2 });
  await rotate();
  const versions = await masterVersions();
  college.clock.forward({ days: 2 });
  await rotate();
  expect(await masterVersions()).toEqual([versions.at(-1), String(Number(versions.at(-1)) + 1)].slice(-2));
});

test('a rotation cannot bring back a key that was shredded while it ran', async () => {
  const robin = await aLearner(college);
  await anEntry(robin);
  const wrapped = college.app.get(WrappedKeys);
  const before = await wrapped.find(robin.id);
  await college.app.get(JournalErasure).shred(robin.id);
  if (before) await wrapped.rewrap(robin.id, before);
  expect(await wrapped.find(robin.id)).toBeUndefined();
});

test('after shredding, a restored copy of the database opens for nobody: not the author, not a reader, not with every key that is left (BR-136)', async () => {
  const [robin, sam] = [await aLearner(college), await aLearner(college)];
  letShareWith(college, robin, sam);
  const entry = await anEntry(robin, 'never again');
  await attach(college, robin, entry.id, await picture());
  await share(robin, entry, sam, { permission: 'comment' });
  await sam.post(`/journal-entries/${entry.id}/comments`, { text: 'seen' });
  for (const table of tables) await college.sql.query(`create table copy_of_${table} as table ${table}`);

  await college.app.get(JournalErasure).shred(robin.id);
  for (const table of ['journal_entry', 'journal_version', 'journal_grant', 'journal_comment', 'journal_read', 'journal_attachment']) {
    expect(await college.sql.query(`select from ${table} where author_id = $1`, [robin.id])).toEqual([]);
  }
  expect(await college.sql.query(`select from stored_file where id in (select file_id from copy_of_journal_attachment where author_id = $1)`, [robin.id])).toEqual([]);

  await college.sql.query(`delete from journal_entry`);
  for (const table of tables) await college.sql.query(`insert into ${table} select * from copy_of_${table} on conflict do nothing`);
  expect((await college.sql.query('select from journal_version where author_id = $1', [robin.id])).length).toBe(1);
  for (const table of tables) await college.sql.query(`drop table copy_of_${table}`);
  later();
  expect((await robin.get(`/journal-entries/${entry.id}`)).body).toMatchObject({ status: 503, code: 'journal_keys_missing' });
  expect((await sam.get(`/journal-entries/${entry.id}`)).status).toBe(404);
  expect((await sam.get(`/journal-entries/${entry.id}/comments`)).status).toBe(404);
  expect(await college.app.get(WrappedKeys).find(robin.id)).toBeUndefined();
  // Nor does a new key for the same person open anything old, or cover it up.
  expect((await robin.post('/journal-entries', { blocks: [] })).body.code).toBe('journal_keys_missing');
});

test('while the key folder is missing nothing is lost and nothing is written under a second key', async () => {
  const robin = await aLearner(college);
  const entry = await anEntry(robin, 'still here');
  const path = join(college.dataFolder, `keys/personal/${robin.id}.keys`);
  const kept = await readFile(path);
  await rm(path);
  later();
  expect((await robin.get(`/journal-entries/${entry.id}`)).status).toBe(503);
  expect((await robin.post('/journal-entries', { blocks: [] })).status).toBe(503);
  const wrapped = JSON.parse(kept.toString().trim().split('\n').at(-1) ?? '') as { id: string; masterVersion: string; sealed: string };
  await college.app.get(WrappedKeys).keep(robin.id, { ...wrapped, sealed: Buffer.from(wrapped.sealed, 'base64url') });
  expect((await robin.get(`/journal-entries/${entry.id}`)).body.blocks[0].text).toBe('still here');
});

test('swapping sealed texts between entries is noticed, and nothing is shown', async () => {
  const robin = await aLearner(college);
  const [one, two] = [await anEntry(robin, 'one'), await anEntry(robin, 'two')];
  await college.sql.query('update journal_version v set body = o.body, sealed_key = o.sealed_key from journal_version o where v.id = $1 and o.id = $2', [one.versionId, two.versionId]);
  const { status, body } = await robin.get(`/journal-entries/${one.id}`);
  expect([status, body.code]).toEqual([500, 'unexpected']);
  expect(JSON.stringify(body)).not.toContain('two');
});

test('what is beyond recall is removed by the nightly tidying, files included, and nothing else (BR-132)', async () => {
  const robin = await aLearner(college);
  const [gone, kept] = [await anEntry(robin), await anEntry(robin)];
  await attach(college, robin, gone.id, await picture());
  const [file] = await college.sql.query('select file_id from journal_attachment where entry_id = $1', [gone.id]);
  await robin.delete(`/journal-entries/${gone.id}`);
  await college.app.get(JournalErasure).purge();
  expect(await college.sql.query('select from journal_entry where id = $1', [gone.id])).toHaveLength(1);
  college.clock.forward({ days: 31 });
  await college.app.get(JournalErasure).purge();
  expect(await college.sql.query('select from journal_version where entry_id = $1', [gone.id])).toEqual([]);
  expect(await college.sql.query('select from stored_file where id = $1', [file.file_id])).toEqual([]);
  expect((await robin.get(`/journal-entries/${kept.id}`)).status).toBe(200);
});

describe('wrapped keys in a database of their own', () => {
  let database: { url: string; drop(): Promise<void> };
  let keys: WrappedKeysDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
    keys = new WrappedKeysDatabase(database.url);
  });
  afterAll(async () => {
    await keys.close();
    await database.drop();
  });
  const aKey = (masterVersion = '1'): WrappedKey => ({ id: newId(), masterVersion, sealed: newKey() });

  test('the first key stays when two servers make one at the same time', async () => {
    const person = newId();
    const kept = await Promise.all([1, 2, 3, 4].map(() => keys.keep(person, aKey())));
    expect(new Set(kept.map(({ id }) => id)).size).toBe(1);
    expect((await keys.find(person))?.id).toBe(kept[0]?.id);
  });

  test('all keys are walked through, rewrapped in place, and stay removed', async () => {
    const people = Array.from({ length: 5 }, newId);
    for (const person of people) await keys.keep(person, aKey());
    const [first = '', second = ''] = people;
    const known = await keys.find(first);
    if (known) await keys.rewrap(first, { ...known, masterVersion: '2' });
    await keys.remove(second);
    await keys.rewrap(second, aKey('2'));
    const found = new Map<string, string>();
    for await (const { personId, masterVersion } of keys.all()) found.set(personId, masterVersion);
    expect(people.map((person) => found.get(person))).toEqual(['2', undefined, '1', '1', '1']);
  });
});
