import { copyFile, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { JournalErasureService } from '../../src/journals/leaving/journal-erasure.service.js';
import { KeyRotation } from '../../src/platform/keys/key-rotation.js';
import { MasterKeys, type WrappedKey } from '../../src/platform/keys/master-keys.js';
import { PersonalKeys } from '../../src/platform/keys/personal-keys.js';
import { SealedTexts } from '../../src/platform/keys/sealed-texts.js';
import { WrappedKeysDatabase } from '../../src/platform/keys/wrapped-keys-database.js';
import { WrappedKeys } from '../../src/platform/keys/wrapped-keys.js';
import { newId } from '../../src/platform/ids.js';
import { newKey, SealBroken } from '../../src/platform/keys/sealing.js';
import { keyOfVersion } from '../../src/journals/keys/entry-sealing.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { ChosenReaders } from './chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { cloneDatabase } from '../support/database.js';
import { anEntry, attach, type Entry, etag, letShareWith, picture, share } from './journal.js';

let college: TestCollege;
beforeAll(
  async () =>
    (college = await openTestCollege({ providers: [ChosenReaders], provokes: /A sealed text does not open/ })),
);
afterAll(() => college.close());

const rotate = () => new KeyRotation(college.app.get(MasterKeys), college.app.get(WrappedKeys)).rotate();
const masterVersions = async (): Promise<string[]> =>
  (JSON.parse(await readFile(join(college.dataFolder, 'keys/master.json'), 'utf8')) as { version: string }[]).map(
    ({ version }) => version,
  );
const wrapping = async (person: TestPerson) => (await college.app.get(WrappedKeys).find(person.id))?.masterVersion;
/** Keys are remembered for seconds; later requests open them anew. */
const later = () => college.clock.forward({ minutes: 1 });

const tables = [
  'journal_entry',
  'journal_version',
  'journal_grant',
  'journal_comment',
  'journal_read',
  'stored_file',
  'stored_file_chunk',
  'journal_attachment',
];

test('master keys are in a file that only its owner may read, and wrapped keys are outside the database', async () => {
  const robin = await aLearner(college);
  await anEntry(robin);
  expect((await stat(join(college.dataFolder, 'keys/master.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(college.dataFolder, `keys/personal/${robin.id}.keys`))).mode & 0o777).toBe(0o600);
  expect(
    (
      await college.sql.query(
        `select from information_schema.columns where table_schema = 'public' and column_name ilike '%master%'`,
      )
    ).length,
  ).toBe(0);
});

test('rotation puts every key under a new master key while people write and read', async () => {
  const writers = [];
  for (const name of ['A', 'B', 'C']) writers.push(await aLearner(college, { name }));
  const entries = [];
  for (const writer of writers) entries.push({ writer, entry: await anEntry(writer, `by ${writer.id}`) });
  const before = (await masterVersions()).at(-1);
  const work = { goesOn: true };
  const load = Promise.all(
    entries.map(async ({ writer, entry }) => {
      const statuses = new Set<number>();
      for (let version = entry.version; work.goesOn; version++) {
        later();
        statuses.add(
          (await writer.patch(`/journal-entries/${entry.id}`, { title: String(version) }, etag(version))).status,
        );
        statuses.add((await writer.get(`/journal-entries/${entry.id}`)).status);
      }
      return [...statuses];
    }),
  );
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
  failing.rewrap = (personId: string, wrapped: WrappedKey) =>
    left-- > 0 ? real.rewrap(personId, wrapped) : Promise.reject(new Error('pulled the plug'));
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
  expect((await masterVersions()).map((version) => Number.parseInt(version))).toEqual(
    [versions.at(-1), versions.at(-1)].map((version, more) => Number.parseInt(version ?? '') + more),
  );
});

test('masters that are made at the same time are all kept, and two rotations at once lose nobody', async () => {
  const robin = await aLearner(college);
  await anEntry(robin, 'through it all');
  const made = await Promise.all([1, 2, 3, 4].map(() => college.app.get(MasterKeys).renew()));
  expect(new Set(made).size).toBe(4);
  expect(await masterVersions()).toEqual(expect.arrayContaining(made));
  await Promise.all([rotate(), rotate(), rotate()]);
  later();
  expect((await robin.get('/journal-entries')).body.items).toHaveLength(1);
  expect(await masterVersions()).toContain(await wrapping(robin));
  expect((await readdir(join(college.dataFolder, 'keys'))).sort()).toEqual(['master.json', 'personal', 'tokens.json']);
});

test('a lock that a crash left behind is named, not broken', async () => {
  const lock = join(college.dataFolder, 'keys/master.lock');
  await writeFile(lock, '1');
  const before = await masterVersions();
  await expect(college.app.get(MasterKeys).renew()).rejects.toThrow(/remove master\.lock/);
  expect(await masterVersions()).toEqual(before);
  await rm(lock);
});

test('while the master key is missing, journals say so, nobody gets a key under a second one, and all is well when it is back', async () => {
  const [robin, newcomer] = [await aLearner(college), await aLearner(college)];
  const entry = await anEntry(robin, 'still here');
  const path = join(college.dataFolder, 'keys/master.json');
  await rename(path, `${path}.away`);
  later();
  for (const answer of [
    await robin.get(`/journal-entries/${entry.id}`),
    await newcomer.post('/journal-entries', { blocks: [] }),
  ]) {
    expect(answer.body).toMatchObject({ status: 503, code: 'keys_out_of_reach' });
  }
  expect(await readdir(join(college.dataFolder, 'keys'))).not.toContain('master.json');
  // Another installation's master key opens nothing, and harms nothing.
  await writeFile(
    path,
    JSON.stringify([{ version: await wrapping(robin), key: newKey().toString('base64url'), madeAt: '2026-01-01' }]),
  );
  expect((await robin.get(`/journal-entries/${entry.id}`)).status).toBe(503);
  await rename(`${path}.away`, path);
  expect((await robin.get(`/journal-entries/${entry.id}`)).body.blocks[0].text).toBe('still here');
  await anEntry(newcomer);
});

test('shredding takes along what a crash left of a key while it was written', async () => {
  const [robin, sam] = [await aLearner(college), await aLearner(college)];
  for (const person of [robin, sam]) await anEntry(person);
  const folder = join(college.dataFolder, 'keys/personal');
  for (const person of [robin, sam])
    await copyFile(join(folder, `${person.id}.keys`), join(folder, `${person.id}.keys.${newId()}.draft`));
  await college.app.get(JournalErasureService).shred(robin.id);
  const names = await readdir(folder);
  expect([
    names.filter((name) => name.includes(robin.id)).length,
    names.filter((name) => name.includes(sam.id)).length,
  ]).toEqual([0, 3]);
});

test('whoever was looking for a key while it was shredded does not find it, nor keep it', async () => {
  const person = newId();
  const wrapped = college.app.get(WrappedKeys);
  const slow = Object.create(wrapped) as WrappedKeys;
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  slow.find = async (personId: string) => {
    const found = await wrapped.find(personId);
    await waiting;
    return found;
  };
  const keys = new PersonalKeys(college.app.get(MasterKeys), slow, college.app.get(SealedTexts), college.clock);
  await wrapped.keep(person, await college.app.get(MasterKeys).wrap(newKey(), newId(), person));
  const looking = keys.find(person);
  await pause(50);
  await keys.shred(person);
  goOn();
  expect([await looking, await keys.find(person)]).toEqual([undefined, undefined]);
  await keys.onModuleDestroy();
});

/** Keys beside those of the college, which say how often each person's were read. */
function watched() {
  const wrapped = college.app.get(WrappedKeys);
  const watching = Object.create(wrapped) as WrappedKeys;
  const read = new Map<string, number>();
  watching.find = (personId: string) => {
    read.set(personId, (read.get(personId) ?? 0) + 1);
    return wrapped.find(personId);
  };
  const keys = new PersonalKeys(college.app.get(MasterKeys), watching, college.app.get(SealedTexts), college.clock);
  return { keys, timesRead: (personId: string) => read.get(personId) ?? 0 };
}

test('keys are read once for all who ask at the same time, and again half a minute later', async () => {
  const robin = await aLearner(college);
  await anEntry(robin);
  const { keys, timesRead } = watched();
  const found = await Promise.all(Array.from({ length: 20 }, () => keys.find(robin.id)));
  expect(new Set(found.map((each) => each?.id)).size).toBe(1);
  expect(timesRead(robin.id)).toBe(1);
  later();
  await keys.find(robin.id);
  expect(timesRead(robin.id)).toBe(2);
  await keys.onModuleDestroy();
});

test('whoever comes after a thousand takes the place of the oldest, and of nobody else', async () => {
  const { keys, timesRead } = watched();
  const wrapped = college.app.get(WrappedKeys);
  const people = Array.from({ length: 1_001 }, newId);
  for (const person of people) {
    await wrapped.keep(person, await college.app.get(MasterKeys).wrap(newKey(), newId(), person));
    await keys.find(person);
  }
  const [oldest = '', second = ''] = people;
  for (const person of people.slice(1)) await keys.find(person);
  expect(timesRead(second)).toBe(1);
  await keys.find(oldest);
  expect(timesRead(oldest)).toBe(2);
  await Promise.all(people.map((person) => wrapped.remove(person)));
  await keys.onModuleDestroy();
});

test('the key of an entry is forgotten at once where it is pruned, and within half a minute elsewhere', async () => {
  const robin = await aLearner(college);
  const [gone, kept] = [await anEntry(robin), await anEntry(robin)];
  const [here, elsewhere] = [watched().keys, watched().keys];
  const keyOf = async (keys: PersonalKeys, { id }: Entry) => {
    const known = await keys.find(robin.id);
    return known && keys.keyIn(known, id);
  };
  const before = await keyOf(here, kept);
  for (const keys of [here, elsewhere, here])
    for (const entry of [gone, kept]) expect(await keyOf(keys, entry)).toHaveLength(32);
  await here.prune(robin.id, [gone.id]);
  expect([await keyOf(here, gone), await keyOf(here, kept)]).toEqual([undefined, before]);
  later();
  expect([await keyOf(elsewhere, gone), await keyOf(elsewhere, kept)]).toEqual([undefined, before]);
  await here.shred(robin.id);
  expect(await keyOf(here, kept)).toBeUndefined();
  later();
  expect(await keyOf(elsewhere, kept)).toBeUndefined();
  await Promise.all([here.onModuleDestroy(), elsewhere.onModuleDestroy()]);
});

test('a rotation cannot bring back a key that was shredded while it ran', async () => {
  const robin = await aLearner(college);
  await anEntry(robin);
  const wrapped = college.app.get(WrappedKeys);
  const before = await wrapped.find(robin.id);
  await college.app.get(JournalErasureService).shred(robin.id);
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

  await college.app.get(JournalErasureService).shred(robin.id);
  for (const table of [
    'journal_entry',
    'journal_version',
    'journal_grant',
    'journal_comment',
    'journal_read',
    'journal_attachment',
  ]) {
    expect(await college.sql.query(`select from ${table} where author_id = $1`, [robin.id])).toEqual([]);
  }
  expect(
    await college.sql.query(
      `select from stored_file where id in (select file_id from copy_of_journal_attachment where author_id = $1)`,
      [robin.id],
    ),
  ).toEqual([]);

  await college.sql.query(`delete from journal_entry`);
  for (const table of tables)
    await college.sql.query(`insert into ${table} select * from copy_of_${table} on conflict do nothing`);
  expect((await college.sql.query('select from journal_version where author_id = $1', [robin.id])).length).toBe(1);
  for (const table of tables) await college.sql.query(`drop table copy_of_${table}`);
  later();
  expect((await robin.get(`/journal-entries/${entry.id}`)).body).toMatchObject({
    status: 503,
    code: 'keys_out_of_reach',
  });
  expect((await sam.get(`/journal-entries/${entry.id}`)).status).toBe(404);
  expect((await sam.get(`/journal-entries/${entry.id}/comments`)).status).toBe(404);
  expect(await college.app.get(WrappedKeys).find(robin.id)).toBeUndefined();
  // Nor does a new key for the same person open anything old, or cover it up.
  expect((await robin.post('/journal-entries', { blocks: [] })).body.code).toBe('keys_out_of_reach');
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
  const wrapped = JSON.parse(kept.toString().trim().split('\n').at(-1) ?? '') as {
    id: string;
    masterVersion: string;
    sealed: string;
  };
  await college.app.get(WrappedKeys).keep(robin.id, { ...wrapped, sealed: Buffer.from(wrapped.sealed, 'base64url') });
  expect((await robin.get(`/journal-entries/${entry.id}`)).body.blocks[0].text).toBe('still here');
});

test('swapping sealed texts between entries is noticed, and nothing is shown', async () => {
  const robin = await aLearner(college);
  const [one, two] = [await anEntry(robin, 'one'), await anEntry(robin, 'two')];
  await college.sql.query(
    `
      update journal_version v
      set body = o.body, sealed_key = o.sealed_key
      from journal_version o
      where v.id = $1 and o.id = $2`,
    [one.versionId, two.versionId],
  );
  const { status, body } = await robin.get(`/journal-entries/${one.id}`);
  expect([status, body.code]).toEqual([409, 'damaged_entry']);
  expect(JSON.stringify(body)).not.toContain('two');
});

test('what is beyond recall is removed by the nightly tidying, files included, and nothing else (BR-132)', async () => {
  const robin = await aLearner(college);
  const [gone, kept] = [await anEntry(robin), await anEntry(robin)];
  await attach(college, robin, gone.id, await picture());
  const [file] = await college.sql.query('select file_id from journal_attachment where entry_id = $1', [gone.id]);
  await robin.delete(`/journal-entries/${gone.id}`);
  await college.app.get(JournalErasureService).purge();
  expect(await college.sql.query('select from journal_entry where id = $1', [gone.id])).toHaveLength(1);
  college.clock.forward({ days: 31 });
  await college.app.get(JournalErasureService).purge();
  expect(await college.sql.query('select from journal_version where entry_id = $1', [gone.id])).toEqual([]);
  expect(await college.sql.query('select from stored_file where id = $1', [file.file_id])).toEqual([]);
  expect((await robin.get(`/journal-entries/${kept.id}`)).status).toBe(200);
});

/**
 * Two entries of one author, both shared, with a picture each; one of them deleted, and beyond recall at the next
 * tidying. A dump from before is kept.
 */
async function oneBeyondRecall() {
  const [robin, sam] = [await aLearner(college), await aLearner(college)];
  letShareWith(college, robin, sam);
  const [gone, kept] = [await anEntry(robin, 'let it go'), await anEntry(robin, 'keep it')];
  for (const entry of [gone, kept]) {
    await attach(college, robin, entry.id, await picture());
    await share(robin, entry, sam, { days: 90 });
  }
  for (const table of tables) await college.sql.query(`create table dump_of_${table} as table ${table}`);
  await robin.delete(`/journal-entries/${gone.id}`);
  college.clock.forward({ days: 31 });
  const restore = async () => {
    await college.sql.query('delete from journal_entry');
    for (const table of tables)
      await college.sql.query(`insert into ${table} select * from dump_of_${table} on conflict do nothing`);
    for (const table of tables) await college.sql.query(`drop table dump_of_${table}`);
    later();
  };
  return { robin, sam, gone, kept, restore };
}

test('what was purged opens in no copy of the database, with every key there is, and all the rest does (BR-132)', async () => {
  const { robin, sam, gone, kept, restore } = await oneBeyondRecall();
  await college.app.get(JournalErasureService).purge();
  await restore();
  expect(await college.sql.query('select from journal_version where entry_id = $1', [gone.id])).toHaveLength(1);
  for (const person of [robin, sam]) {
    expect((await person.get(`/journal-entries/${gone.id}`)).status).toBe(404);
    expect((await person.get(`/journal-entries/${kept.id}`)).body.blocks[0].text).toBe('keep it');
  }
  const attachments: { id: string; entry_id: string }[] = await college.sql.query(
    'select id, entry_id from journal_attachment where author_id = $1',
    [robin.id],
  );
  for (const { id, entry_id } of attachments)
    expect((await robin.get(`/journal-attachments/${id}`)).status).toBe(entry_id === kept.id ? 200 : 404);
  expect((await robin.get('/journal-entries')).body.items.map(({ id }: { id: string }) => id)).toEqual([kept.id]);
  expect(
    (await robin.post('/journal-searches', { words: 'it' })).body.items.map(({ id }: { id: string }) => id),
  ).toEqual([kept.id]);
  const [{ key_id, sealed_key }] = await college.sql.query(
    'select key_id, sealed_key from journal_version where entry_id = $1',
    [gone.id],
  );
  const keys = await college.app.get(PersonalKeys).find(robin.id);
  expect(keys?.id).toBe(key_id);
  const place = { authorId: robin.id, entryId: gone.id, versionId: gone.versionId, keyId: key_id };
  for (const key of [keys?.key, keys?.tree?.keyOf(kept.id)])
    expect(() => keyOfVersion({ id: key_id, key: key ?? newKey() }, place, sealed_key)).toThrow(SealBroken);
  await anEntry(robin, 'and I go on writing');
});

test.each(['before the keys are pruned', 'after the keys are pruned'])(
  'a purge that is cut off %s loses nothing else, and goes on at the next one',
  async (when) => {
    const { robin, gone, kept, restore } = await oneBeyondRecall();
    const keys = college.app.get(PersonalKeys);
    const failing = Object.create(keys) as PersonalKeys;
    failing.prune = async (personId, names) => {
      if (when.startsWith('after')) await keys.prune(personId, names);
      throw new Error('pulled the plug');
    };
    const cutOff = Object.create(college.app.get(JournalErasureService), {
      keys: { value: failing },
    }) as JournalErasureService;
    await expect(cutOff.purge()).rejects.toThrow('pulled the plug');
    expect(await college.sql.query('select from journal_version where entry_id = $1', [gone.id])).toHaveLength(1);
    expect((await robin.get(`/journal-entries/${kept.id}`)).body.blocks[0].text).toBe('keep it');
    await college.app.get(JournalErasureService).purge();
    expect(await college.sql.query('select from journal_version where entry_id = $1', [gone.id])).toEqual([]);
    await restore();
    expect((await robin.get(`/journal-entries/${gone.id}`)).status).toBe(404);
    expect((await robin.get(`/journal-entries/${kept.id}`)).body.blocks[0].text).toBe('keep it');
  },
);

test('two purges at once and people who write meanwhile: each deleted entry is gone, each other one is there', async () => {
  const robin = await aLearner(college);
  const [doomed, kept]: Entry[][] = [[], []];
  for (let each = 0; each < 3; each++) {
    doomed?.push(await anEntry(robin));
    kept?.push(await anEntry(robin, 'kept'));
  }
  for (const { id } of doomed ?? []) await robin.delete(`/journal-entries/${id}`);
  college.clock.forward({ days: 31 });
  const purge = () => college.app.get(JournalErasureService).purge();
  const [, , ...written] = await Promise.all([
    purge(),
    purge(),
    ...Array.from({ length: 5 }, () => anEntry(robin, 'kept')),
  ]);
  later();
  for (const { id } of [...(kept ?? []), ...written])
    expect((await robin.get(`/journal-entries/${id}`)).body.blocks[0].text).toBe('kept');
  const tree = (await college.app.get(PersonalKeys).find(robin.id))?.tree;
  for (const { id } of doomed ?? []) expect(tree?.keyOf(id)).toBeUndefined();
});

test('first entries at the same time are all sealed under the same tree', async () => {
  const robin = await aLearner(college);
  const written = await Promise.all([1, 2, 3, 4].map((nth) => anEntry(robin, `${nth}`)));
  later();
  for (const { id } of written) expect((await robin.get(`/journal-entries/${id}`)).status).toBe(200);
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

  test('the first tree stays, another takes its place, and it goes with the key', async () => {
    const person = newId();
    const [first, second] = [newKey(), newKey()];
    await keys.keep(person, aKey());
    await keys.replaceTree(person, second);
    expect(await keys.findTree(person)).toBeUndefined();
    for (const tree of [first, second]) await keys.keepTree(person, tree);
    expect(await keys.findTree(person)).toEqual(first);
    await keys.replaceTree(person, second);
    expect(await keys.findTree(person)).toEqual(second);
    await keys.remove(person);
    await keys.replaceTree(person, second);
    expect(await keys.findTree(person)).toBeUndefined();
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

describe('a college whose wrapped keys are in a database of their own', () => {
  let shared: TestCollege;
  let keysDatabase: { url: string; drop(): Promise<void> };
  beforeAll(async () => {
    keysDatabase = await cloneDatabase();
    shared = await openTestCollege({ providers: [ChosenReaders], settings: { KEYS_DATABASE_URL: keysDatabase.url } });
  });
  afterAll(async () => {
    await shared.close();
    await keysDatabase.drop();
  });

  /** Everything about journals, as a dump would hold it. */
  const dump = async () => {
    for (const table of tables) await shared.sql.query(`create table if not exists copy_of_${table} as table ${table}`);
  };
  const restore = async () => {
    await shared.sql.query('delete from journal_entry');
    for (const table of tables)
      await shared.sql.query(`insert into ${table} select * from copy_of_${table} on conflict do nothing`);
    shared.clock.forward({ minutes: 1 });
  };

  test('a dump from before a rotation opens after it, and opens for nobody after shredding (BR-136)', async () => {
    const [robin, sam] = [await aLearner(shared), await aLearner(shared)];
    letShareWith(shared, robin, sam);
    const entry = await anEntry(robin, 'an old dump');
    await share(robin, entry, sam);
    await dump();
    const load = Array.from({ length: 20 }, async (_, nth) => {
      const answer = await (nth % 2 ? sam : robin).get(`/journal-entries/${entry.id}`);
      return answer.status;
    });
    expect(await new KeyRotation(shared.app.get(MasterKeys), shared.app.get(WrappedKeys)).rotate()).toBe(2);
    expect(new Set(await Promise.all(load))).toEqual(new Set([200]));
    shared.clock.forward({ days: 2 });
    await new KeyRotation(shared.app.get(MasterKeys), shared.app.get(WrappedKeys)).rotate();
    await restore();
    for (const person of [robin, sam])
      expect((await person.get(`/journal-entries/${entry.id}`)).body.blocks[0].text).toBe('an old dump');

    await shared.app.get(JournalErasureService).shred(robin.id);
    await restore();
    expect((await robin.get(`/journal-entries/${entry.id}`)).body.code).toBe('keys_out_of_reach');
    expect((await sam.get(`/journal-entries/${entry.id}`)).status).toBe(404);
    expect((await shared.sql.query('select from journal_version where author_id = $1', [robin.id])).length).toBe(1);
    expect((await readdir(join(shared.dataFolder, 'keys'))).sort()).toEqual(['master.json', 'tokens.json']);
  });
});
