import { aWorld } from '../access/world.js';
import { expecting } from '../courses/co-production.js';
import { inUse, sevenOf } from '../outcomes/a-measure.js';
import { JournalErasureService } from '../../src/journals/leaving/journal-erasure.service.js';
import { aLearner, aPerson, aRun, signedInAgain, type TestPerson } from '../support/builders.js';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { personalTables, exportsSomething } from '../../src/privacy/personal-tables.js';
import { whatHappensRarely } from './a-full-life.js';
import { unzip } from '../journals/unzip.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege({ providers: [ChosenReaders] })));
afterAll(() => college.close());

/** What somebody takes home, by the name of the file. */
async function takenHome(person: TestPerson): Promise<Map<string, Buffer>> {
  const answer = await college.http
    .post('/api/v1/me/data-export')
    .auth(await person.bearer(), { type: 'bearer' })
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  return unzip(answer.body as Buffer);
}

const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');

const records = (files: Map<string, Buffer>, table: string) =>
  JSON.parse(files.get(`records/${table}.json`)?.toString() ?? 'null')?.records;

test('everything about me goes home once, in my own words, and my journal with it (BR-160, BR-162)', async () => {
  const [eve, fay] = [await aLearner(college, { name: 'Eve' }), await aLearner(college, { name: 'Fay the Other' })];
  const run = await aRun(college);
  for (const person of [fay, eve]) expect((await person.post(`/runs/${run.id}/enrolments`, {})).status).toBe(201);
  expect((await eve.put('/me/consents/share_needs_with_facilitators', { given: true })).status).toBe(200);
  expect(
    (
      await eve.post('/me/support-needs', {
        kind: 'sensory',
        text: 'A seat far from the window',
        shareWithFacilitators: false,
      })
    ).status,
  ).toBe(201);
  const entry = await eve.post('/journal-entries', { title: 'Heron', blocks: [{ text: 'Seven herons today' }] });
  expect(entry.status).toBeLessThan(500);

  const files = await takenHome(eve);
  expect([...files.keys()].sort()).toEqual(
    [
      'README.txt',
      'journal.zip',
      ...personalTables.filter(exportsSomething).map(({ table }) => `records/${table}.json`),
    ].sort(),
  );
  expect(records(files, 'enrolment')).toMatchObject([{ run_id: run.id, state: 'confirmed' }]);
  expect(records(files, 'person')).toMatchObject([{ id: eve.id, chosen_name: 'Eve' }]);
  expect(records(files, 'support_need')).toMatchObject([{ kind: 'sensory', text: 'A seat far from the window' }]);
  expect(records(files, 'safe_contact')).toHaveLength(1);
  const all = [...files]
    .filter(([name]) => name !== 'journal.zip')
    .map(([, content]) => content.toString())
    .join('\n');
  expect(all).not.toMatch(/Fay|argon2|hash"|secret"/i);
  expect(all).not.toContain(fay.id);
  if (entry.status === 201)
    expect(
      [...unzip(files.get('journal.zip') ?? Buffer.alloc(0)).keys()].filter((name) => name.endsWith('.md')),
    ).toHaveLength(1);
});

test('what is sealed goes home in my own words: plans, goals, reviews, answers, and each file that I uploaded', async () => {
  const eve = await aLearner(college);
  const planId = (await expecting(201, eve.post('/learning-plans', { aims: 'To sing again' }))).body.id;
  await expecting(201, eve.post(`/learning-plans/${planId}/goals`, { statement: 'Go to choir' }));
  await expecting(201, eve.post(`/learning-plans/${planId}/agreement`));
  await expecting(
    201,
    eve.post(`/learning-plans/${planId}/reviews`, {
      heldOn: college.clock.now().toISOString().slice(0, 10),
      mode: 'phone',
      note: 'It goes well',
    }),
  );
  const instrumentId = await inUse(college, await aPerson(college, { roles: ['administrator'] }), 'SWEMWBS');
  const { body: measure } = await expecting(201, eve.post('/measurements', { instrumentId, occasion: 'adhoc' }));
  await expecting(
    201,
    eve.post(`/measurements/${measure.id}/answers`, { mode: 'self_digital', responses: sevenOf(4) }),
  );
  const { body: file } = await expecting(
    201,
    college.http
      .post('/api/v1/ce-evidence-files')
      .auth(await eve.bearer(), { type: 'bearer' })
      .set('content-type', 'application/pdf')
      .send(pdf),
  );

  const files = await takenHome(eve);
  expect(records(files, 'learning_plan')).toMatchObject([{ aims: { aims: 'To sing again' } }]);
  expect(records(files, 'learning_goal')).toMatchObject([{ words: { statement: 'Go to choir' } }]);
  expect(records(files, 'learning_plan_review')).toMatchObject([{ note: 'It goes well' }]);
  expect(records(files, 'measurement_response')).toEqual(
    Array.from({ length: 7 }, (_, index) => ({ measurement_id: measure.id, item: index + 1, value: 4 })),
  );
  expect(files.get(`evidence/${file.id}.pdf`)).toEqual(pdf);
});

test('a journal entry that was deleted goes home while it can be restored; one that was purged does not, though an old copy brings its row back', async () => {
  const eve = await aLearner(college);
  const write = async (title: string) =>
    (await expecting(201, eve.post('/journal-entries', { title, blocks: [{ text: title }] }))).body;
  const [kept, deleted, purged] = [await write('Kept'), await write('Deleted'), await write('Purged')];
  const remove = async ({ id }: { id: string }) =>
    expecting(
      200,
      eve.delete(`/journal-entries/${id}`, {
        'If-Match': (await eve.get(`/journal-entries/${id}`)).headers['etag'] ?? '',
      }),
    );
  await remove(purged);
  const tables = { journal_entry: 'id', journal_version: 'entry_id' };
  const copies: [string, string][] = [];
  for (const [table, column] of Object.entries(tables))
    copies.push([
      table,
      (await college.sql.query(`select json_agg(t)::text as copy from ${table} t where ${column} = $1`, [purged.id]))[0]
        .copy,
    ]);
  college.clock.forward({ days: 31 });
  await college.app.get(JournalErasureService).purge();
  for (const [table, copy] of copies) {
    const [{ columns }] = await college.sql.query(
      `
        select string_agg(attname, ', ') as columns
        from pg_attribute
        where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    );
    await college.sql.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
      [copy],
    );
  }
  await college.sql.query('update journal_entry set deleted_at = null where id = $1', [purged.id]);
  await remove(deleted);

  const again = await signedInAgain(college, eve);
  const names = [...unzip((await takenHome(again)).get('journal.zip') ?? Buffer.alloc(0)).keys()].filter((name) =>
    name.endsWith('.json'),
  );
  expect(names.map((name) => name.slice('entries/2026-01-01_'.length, -'.json'.length)).sort()).toEqual(
    [kept.id, deleted.id].sort(),
  );
});

test('is asked for at most three times a day, and by somebody who just proved who they are', async () => {
  const eve = await aLearner(college);
  for (let time = 0; time < 3; time++) await takenHome(eve);
  expect((await eve.post('/me/data-export')).status).toBe(429);
  const fay = await aLearner(college);
  await fay.bearer();
  college.clock.forward({ minutes: 11 });
  expect((await fay.post('/me/data-export')).body.code).toBe('sign_in_again');
});

test('whoever has something of any kind takes each row of it home exactly once (BR-162)', async () => {
  const world = await aWorld(college);
  const others = await whatHappensRarely(world);
  const people = [...new Set([...Object.values(world.things).flatMap(({ own }) => (own ? [own] : [])), ...others])];
  const filled = new Set<string>();
  for (const person of people) {
    const files = await takenHome(person);
    for (const { table, rowsOf } of personalTables.filter(exportsSomething)) {
      // Taking one's records home is an event too, and the last thing that happened.
      const [{ count }] = await college.sql.query(`select count(*)::int as count from ${table} t where ${rowsOf}`, [
        person.id,
      ]);
      const taken = records(files, table) as { id?: string }[];
      expect([table, taken.length]).toEqual([table, count]);
      const ids = taken.flatMap(({ id }) => (id === undefined ? [] : [id]));
      expect([table, new Set(ids).size]).toEqual([table, ids.length]);
      if (count > 0) filled.add(table);
    }
  }
  expect(
    personalTables
      .filter(exportsSomething)
      .map(({ table }) => table)
      .filter((table) => !filled.has(table)),
  ).toEqual([]);
}, 240_000);
