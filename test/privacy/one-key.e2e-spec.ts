import { readdirSync, readFileSync } from 'node:fs';
import { access, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { personalTables } from '../../src/privacy/personal-tables.js';
import { eventElsewhere } from '../ceu/a-claim.js';
import { expecting } from '../courses/co-production.js';
import { anEntry } from '../journals/journal.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { repository } from '../support/repository.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** Where people entrust something to their key: how they write there, and how they read what they wrote. */
const doors = {
  'private details': {
    write: (person: TestPerson) => person.post('/me/support-needs', { kind: 'sensory', text: 'By the door' }),
    read: async (person: TestPerson, { id }: { id: string }) => (await person.get(`/me/support-needs/${id}`)).body.text,
    text: 'By the door',
  },
  'learning plans': {
    write: (person: TestPerson) => person.post('/learning-plans', { aims: 'To sing again' }),
    read: async (person: TestPerson, { id }: { id: string }) => (await person.get(`/learning-plans/${id}`)).body.aims,
    text: 'To sing again',
  },
  certificates: {
    write: async (person: TestPerson) =>
      college.http
        .post('/api/v1/ce-evidence-files')
        .auth(await person.bearer(), { type: 'bearer' })
        .set('content-type', 'application/pdf')
        .send(pdf),
    read: async (person: TestPerson, { id }: { id: string }) => {
      const { body } = await expecting(
        201,
        person.post('/external-ce-claims', { ...eventElsewhere, evidenceIds: [id] }),
      );
      return String((await person.get(`/external-ce-claims/${body.id}/evidence/${id}`)).body);
    },
    text: String(pdf),
  },
  journals: {
    write: (person: TestPerson) => person.post('/journal-entries', { blocks: [{ text: 'Only mine' }] }),
    read: async (person: TestPerson, { id }: { id: string }) =>
      (await person.get(`/journal-entries/${id}`)).body.blocks[0].text,
    text: 'Only mine',
  },
};
const tables = ['support_need', 'learning_plan', 'ce_evidence_file', 'stored_file', 'journal_version'];
const countsOf = () =>
  college.sql.query(`select ${tables.map((table) => `(select count(*) from ${table}) as ${table}`).join(', ')}`);

/** What goes missing: the folder with all that is in it, or only what opens the keys. */
const losses = { 'the key folder': ['personal', 'master.json'], 'the master key': ['master.json'] };
const matrix = Object.entries(losses).flatMap(([loss, names]) =>
  Object.entries(doors).map(([first, door]) => ({ loss, names, first, door })),
);

test.each(matrix)(
  'while $loss is out of reach nobody who wrote in $first gets a second key, wherever they write next',
  async ({ names, first, door }) => {
    const robin = await aLearner(college);
    const { body: written } = await expecting(201, door.write(robin));
    const keys = join(college.dataFolder, 'keys');
    const before = await countsOf();
    for (const name of names) await rename(join(keys, name), join(keys, `${name}.away`));
    college.clock.forward({ minutes: 1 });
    for (const { write } of Object.values(doors))
      expect((await write(robin)).body).toMatchObject({ status: 503, code: 'keys_out_of_reach' });
    expect(await countsOf()).toEqual(before);
    for (const name of names) await expect(access(join(keys, name))).rejects.toThrow('ENOENT');
    for (const name of names) await rename(join(keys, `${name}.away`), join(keys, name));

    expect(await door.read(robin, written)).toBe(door.text);
    for (const [name, { write, read, text }] of Object.entries(doors))
      if (name !== first) expect(await read(robin, (await expecting(201, write(robin))).body)).toBe(text);
    expect((await readdir(join(keys, 'personal'))).filter((name) => name === `${robin.id}.keys`)).toHaveLength(1);
    const ids = tables.filter((table) => table !== 'stored_file');
    const under: { key_id: string }[] = await college.sql.query(
      ids
        .map(
          (table) => `select key_id from ${table} where ${table.startsWith('journal') ? 'author' : 'person'}_id = $1`,
        )
        .join(' union '),
      [robin.id],
    );
    expect(under).toHaveLength(1);
  },
);

test('whoever was only given something to read gets no second key either', async () => {
  const [robin, sam] = [await aLearner(college), await aLearner(college)];
  const { id, versionId } = await anEntry(robin);
  await college.sql.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(
      `
        insert into journal_grant (
          id, version_id, entry_id, author_id, reader_id, permission, granted_at, expires_at, sealed_key, purpose
        )
        values (gen_random_uuid(), $1, $2, $3, $4, 'read', now(), now() + interval '1 day', $5, $6)`,
      [versionId, id, robin.id, sam.id, Buffer.alloc(61), Buffer.alloc(300)],
    );
  });
  expect((await doors['private details'].write(sam)).body.code).toBe('keys_out_of_reach');
});

test('each table that carries the id of a key says so to the guard, and only PersonalKeys makes one', async () => {
  const carrying: { name: string }[] = await college.sql.query(
    `
      select table_name as name
      from information_schema.columns
      where table_schema = 'public' and column_name = 'key_id'
      order by 1`,
  );
  // Journals answer for themselves, in SealedJournalService.
  const declared = personalTables.filter(({ sealedUnder }) => sealedUnder !== undefined).map(({ table }) => table);
  expect([...declared, 'journal_attachment', 'journal_version'].sort()).toEqual(carrying.map(({ name }) => name));

  const source = join(repository, 'src');
  const makers = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') &&
      /\bwrapped\.keep(Tree)?\(|\bmaster\.wrap\(newKey/.test(readFileSync(join(source, file), 'utf8')),
  );
  expect(makers).toEqual(['platform/keys/personal-keys.ts']);
  const askers = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') && /from '.*\/wrapped-keys(-\w+)?\.js'/.test(readFileSync(join(source, file), 'utf8')),
  );
  expect(askers.filter((file) => !file.startsWith('platform/')).sort()).toEqual(['commands/rotate-keys.ts']);
});
