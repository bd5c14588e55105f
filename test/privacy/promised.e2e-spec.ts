import { textOf } from '../../src/catalogues/catalogues.js';
import { type PersonalTable, purposeOf } from '../../src/platform/personal/personal-table.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import type { ErasurePlanDto } from '../../src/privacy/erasure.dto.js';
import { personalData, personalTables } from '../../src/privacy/personal-tables.js';
import { RetentionService } from '../../src/privacy/retention.service.js';
import { aWorld } from '../access/world.js';
import { anAdministrator } from '../ceu/credited.js';
import { expecting } from '../courses/co-production.js';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { behindTheBack } from '../support/behind-the-back.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { whatHappensRarely } from './a-full-life.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege({ providers: [ChosenReaders] })));
afterAll(() => college.close());

const keys = new Map<string, string>();
/** What a row of a table is known by: its primary key, in a view the whole row. */
async function keyOf(table: string): Promise<string> {
  if (keys.size === 0)
    for (const { name, columns } of await college.sql.query(`
      select k.conrelid::regclass::text as name,
        (select string_agg('t.' || quote_ident(a.attname), ', ' order by a.attnum)
         from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey)) as columns
      from pg_constraint k where k.contype = 'p' and k.connamespace = 'public'::regnamespace`))
      keys.set(name, columns);
  return keys.get(table) ?? 't.*';
}

const codeOf = (promise: string): string => promise.split(':')[0] ?? '';

/** The keys of the rows about somebody, which a rule keeps or not. */
async function rowsAbout(personId: string, { table, rowsOf, whenErased }: PersonalTable) {
  const kept = whenErased.fate === 'retained' ? (whenErased.kept ?? 'true') : 'false';
  const found: { key: string; kept: boolean }[] = await college.sql.query(
    `select row(${await keyOf(table)})::text as key, (${kept}) as kept from ${table} t where ${rowsOf}`,
    [personId],
  );
  return found;
}

async function stillThere({ table }: PersonalTable, known: readonly string[]): Promise<number> {
  const [{ count }] = await college.sql.query(
    `select count(*)::integer as count from ${table} t where row(${await keyOf(table)})::text = any($1::text[])`,
    [known],
  );
  return count;
}

/** What the plan calls a table; whether there is a journal it tells nobody, so it names all of it at once, and always. */
const called = (table: PersonalTable): string =>
  table.table.startsWith('journal_') ? textOf('records.journal') : purposeOf(table);
const says = (list: readonly { what: string }[], table: PersonalTable): boolean =>
  list.some(({ what }) => what === called(table));

const ofAMoment = 'gone before, or kept with somebody else who was erased here';
const atTheEnd = 'it comes into being with the erasure';
/** What nobody has at the moment in which they are erased here. */
const nobodyHad: Readonly<Record<string, string>> = {
  journal_read: ofAMoment,
  journal_reader_code: ofAMoment,
  panel_seat: ofAMoment,
  certification_register: atTheEnd,
  enrolment_batch: 'only the program from before wrote there',
  idempotency_key: ofAMoment,
  erasure: atTheEnd,
  recovery_code: ofAMoment,
  emergency_contact_use_by_name: ofAMoment,
  earlier_password: ofAMoment,
};

test('each table says for itself what it is for, so that a plan names each', () => {
  const purposes = personalTables.map(purposeOf);
  expect(purposes.filter((what, index) => purposes.indexOf(what) !== index)).toEqual([]);
});

test('what the plan promises is what is left, table by table, and what it keeps goes after the promised day (BR-161, BR-230)', async () => {
  const world = await aWorld(college);
  const others = await whatHappensRarely(world);
  const people = [...new Set([...Object.values(world.things).flatMap(({ own }) => (own ? [own] : [])), ...others])];
  const claim = `/external-ce-claims/${world.things.claim.id}`;
  const mo = await anAdministrator(college);
  await expecting(201, mo.post(`${claim}/review`));
  await expecting(201, mo.post(`${claim}/decision`, { outcome: 'accepted_full' }));
  // Nobody counts on those who facilitate any more.
  await behindTheBack(college, `update run set state = 'finished'`);
  const broken = await brokenPromises(college);
  const promised: { table: PersonalTable; until: string; known: string[] }[] = [];
  const met = new Set<string>();
  const wrong: unknown[] = [];
  const erased: string[] = [];
  for (const person of people) {
    const before = new Map<PersonalTable, { key: string; kept: boolean }[]>();
    for (const table of personalTables) before.set(table, await rowsAbout(person.id, table));
    const preview = (await expecting(200, person.get('/me/erasure'))).body as ErasurePlanDto;
    const answer = await person.post('/me/erasure');
    if (answer.status === 422) continue;
    erased.push(person.id);
    expect([answer.status, answer.body]).toEqual([200, preview]);
    await college.app.get(Jobs).runDue();
    for (const [table, rows] of before) {
      const [kept, rest] = [rows.filter((row) => row.kept), rows.filter((row) => !row.kept)].map((some) =>
        some.map(({ key }) => key),
      ) as [string[], string[]];
      if (rows.length > 0) met.add(table.table);
      const anonymised = says(preview.anonymised, table);
      const left = [await stillThere(table, rest), await stillThere(table, kept)];
      const due = [anonymised ? rest.length : 0, kept.length];
      if (String(left) !== String(due)) wrong.push([table.table, 'left', left, 'promised', due]);
      if (rest.length > 0 && !anonymised && !says(preview.erased, table))
        wrong.push([table.table, 'is not in the plan']);
      const retained = preview.retained.find(({ what }) => what === purposeOf(table));
      if (kept.length > 0 && !retained) wrong.push([table.table, 'is kept and not in the plan']);
      // What came into being with the erasure was promised as well.
      const now = (await rowsAbout(person.id, table)).map(({ key }) => key);
      if (now.length > 0 && !anonymised && !retained) wrong.push([table.table, now.length, 'that nobody promised']);
      if (retained) promised.push({ table, until: retained.until, known: [...new Set([...now, ...kept])] });
    }
  }
  expect(wrong).toEqual([]);
  expect(personalTables.map(({ table }) => table).filter((table) => !met.has(table))).toEqual(Object.keys(nobodyHad));
  expect([...new Set(promised.map(({ table }) => table.table))].sort()).toEqual(
    personalTables
      .filter(({ table, whenErased }) => whenErased.fate === 'retained' && nobodyHad[table] !== ofAMoment)
      .map(({ table }) => table)
      .sort(),
  );

  const before = broken.map(codeOf);
  expect((await brokenPromises(college)).map(codeOf).filter((code) => !before.includes(code))).toEqual([]);

  // Nowhere else is somebody who was erased.
  expect(erased.length).toBeGreaterThan(3);
  const said = new Set([
    ...personalTables.map(({ table }) => table),
    ...personalData.flatMap(({ doneBy = {} }) => Object.keys(doneBy)),
  ]);
  const elsewhere: string[] = [];
  for (const { name } of await college.sql.query(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
  )) {
    if (said.has(name)) continue;
    const [{ found }] = await college.sql.query(
      `select exists (select from ${name} t, unnest($1::text[]) as one where t::text like '%' || one || '%') as found`,
      [erased],
    );
    if (found) elsewhere.push(name);
  }
  expect(elsewhere).toEqual([]);

  const night = () => college.app.get(RetentionService).tidy();
  for (const until of [...new Set(promised.map((each) => each.until))].sort()) {
    const due = promised.filter((each) => each.until === until);
    college.clock.moveTo(`${until}T02:19:00Z`);
    await night();
    for (const { table, known } of due)
      if ((await stillThere(table, known)) === 0) wrong.push([table.table, 'went before', until]);
    college.clock.forward({ days: 1 });
    await night();
    for (const { table, known } of due)
      if ((await stillThere(table, known)) > 0) wrong.push([table.table, 'is there after', until]);
  }
  expect(wrong).toEqual([]);
}, 300_000);
