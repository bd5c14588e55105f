import { DataSource } from 'typeorm';
import { personalTables, erasureOf, goesByItself } from '../../src/privacy/personal-tables.js';
import { aLearner, aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** Tables whose rows somebody takes away in a feature, each with why. A new one is entered here, or it is not granted. */
const features: Readonly<Record<string, string>> = {
  ce_attachment: 'what a version of a course is credited under is arranged anew',
  ce_evidence_file: 'a learner takes back a paper, or leaves it without a claim',
  closure_day: 'a day on which the college is open after all',
  course_peer_track: 'which courses lead to a certification is arranged anew',
  device_token: 'a device is known no more',
  emergency_contact: 'somebody names nobody any more',
  ended_line: 'what ended is remembered as long as the oldest backup is kept',
  journal_attachment: 'an author takes a recording or picture away',
  journal_comment: 'an author or whoever wrote it takes it away',
  journal_entry: 'an author puts an entry away',
  journal_export: 'what was fetched, or is a day old',
  journal_prompt_offer: 'a prompt is no longer offered',
  journal_reader_code: 'a code that was used or is over',
  journal_version: 'an earlier wording that its author puts away',
  learning_plan_share: 'a learner ends what they showed',
  leaver_count: 'numbers of people who left are counted in a report, which keeps them',
  password_recovery_code: 'new codes take the place of the earlier ones',
  progression_event: 'a learner takes back a step of theirs',
  rate_count: 'a count whose time is over',
  recovery_code: 'new codes take the place of the earlier ones',
  safety_plan_share: 'a learner ends what they showed',
  second_factor: 'somebody removes their second factor',
  stored_file: 'a file goes with what it was for',
  support_need: 'a learner takes back what they told',
};

const erasing = (text: string): string | undefined => /^\s*delete\s+from\s+(\w+)/.exec(text)?.[1];
const tidied = new Set(personalTables.filter(goesByItself).map(({ table }) => table));
const erased = new Set(
  personalTables.flatMap((table) => erasureOf(table, '', new Date(0)).flatMap(({ text }) => erasing(text) ?? [])),
);

interface Table {
  name: string;
  /** The API may do this with it. */
  deletes: boolean;
  updates: boolean;
  /** Some column of it. */
  rewords: boolean;
  empties: boolean;
  /** Functions of triggers that are asked before or after a row goes, and before one changes. */
  going: string[];
  changing: string[];
}

const tables = (): Promise<Table[]> =>
  college.sql.query(`
    select c.relname as name, has_table_privilege('rc_api', c.oid, 'delete') as deletes,
      has_table_privilege('rc_api', c.oid, 'update') as updates,
      has_any_column_privilege('rc_api', c.oid, 'update') as rewords,
      has_table_privilege('rc_api', c.oid, 'truncate') as empties,
      array(
        select p.proname::text from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = c.oid and not t.tgisinternal and t.tgtype & 8 > 0
      ) as going,
      array(
        select p.proname::text from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = c.oid and not t.tgisinternal and t.tgtype & 16 > 0
      ) as changing
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname`);

test('the API may delete where a feature, an erasure or retention does, and nowhere else', async () => {
  const may = (await tables()).filter(({ deletes }) => deletes).map(({ name }) => name);
  expect(may).toEqual([...new Set([...Object.keys(features), ...tidied, ...erased])].sort());
  expect((await tables()).filter(({ empties }) => empties)).toEqual([]);
});

test('what only an erasure or retention takes stays until then, whoever deletes', async () => {
  const guards = ['leaves_with_person', 'keep_until_due', 'ce_entry_leaves', 'ce_roster_line_leaves'];
  const unguarded = (await tables()).filter(
    ({ name, deletes, going }) =>
      deletes && !(name in features) && !tidied.has(name) && !guards.some((guard) => going.includes(guard)),
  );
  expect(unguarded.map(({ name }) => name)).toEqual([]);
});

/** The tables whose rows never change, or lose only words. */
const onlyGrows = async (): Promise<Table[]> =>
  (await tables()).filter(({ changing }) =>
    ['refuse_change', 'keep_until_due', 'only_words_go', 'ce_entry_leaves', 'ce_roster_line_leaves'].some((guard) =>
      changing.includes(guard),
    ),
  );

test('what only grows is not changed by the API, and not deleted before its time', async () => {
  const growing = await onlyGrows();
  expect(growing.length).toBeGreaterThan(30);
  expect(
    growing
      .filter(({ updates, rewords, changing }) => (changing.includes('only_words_go') ? updates : rewords))
      .map(({ name }) => name),
  ).toEqual([]);
  expect(growing.filter(({ deletes, going }) => deletes && going.length === 0).map(({ name }) => name)).toEqual([]);
});

test('as the API, nobody takes away or changes what was said, read or done', async () => {
  const eve = await aLearner(college);
  const casey = await aPerson(college, { roles: ['coordinator'] });
  await eve.put('/me/consents/share_needs_with_facilitators', { given: true });
  await casey.get(`/people/${eve.id}`);
  await eve.put('/me/emergency-contact', {
    name: 'Sol',
    relation: 'a friend',
    phone: '+1 555 0100',
    knowsAboutCollege: false,
  });
  expect((await casey.post(`/people/${eve.id}/emergency-contact-uses`, { reason: 'child' })).status).toBe(201);
  const pool = college.app.get(DataSource);
  for (const table of ['consent', 'safe_contact', 'emergency_contact_use', 'record_read']) {
    expect((await college.sql.query(`select count(*)::integer as rows from ${table}`))[0].rows).toBeGreaterThan(0);
    await expect(pool.query(`delete from ${table}`)).rejects.toThrow('only grows');
    await expect(pool.query(`update ${table} set id = id`)).rejects.toThrow('permission denied');
    await expect(pool.query(`truncate ${table}`)).rejects.toThrow('permission denied');
  }
  for (const table of ['event', 'seal', 'sealed', 'role_grant', 'panel_decision', 'measurement_response'])
    await expect(pool.query(`delete from ${table}`)).rejects.toThrow('permission denied');
});
