import { aWorld } from '../access/world.js';
import { aLearner, aRun, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { personalTables, takesSomething } from '../../src/privacy/personal-tables.js';
import { unzip } from '../journals/unzip.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** What somebody takes home, by the name of the file. */
async function takenHome(person: TestPerson): Promise<Map<string, Buffer>> {
  const answer = await college.http.post('/api/v1/me/data-export').auth(await person.bearer(), { type: 'bearer' }).buffer(true).parse((response, done) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => done(null, Buffer.concat(parts)));
  });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  return unzip(answer.body as Buffer);
}

const records = (files: Map<string, Buffer>, table: string) => JSON.parse(files.get(`records/${table}.json`)?.toString() ?? 'null')?.records;

test('everything about me goes home once, in my own words, and my journal with it (BR-160, BR-162)', async () => {
  const [eve, fay] = [await aLearner(college, { name: 'Eve' }), await aLearner(college, { name: 'Fay the Other' })];
  const run = await aRun(college);
  for (const person of [fay, eve]) expect((await person.post(`/runs/${run.id}/enrolments`, {})).status).toBe(201);
  expect((await eve.put('/me/consents/share_needs_with_facilitators', { state: 'given', textVersion: 1 })).status).toBeLessThan(500);
  expect((await eve.post('/me/support-needs', { kind: 'sensory', text: 'A seat far from the window', shareWithFacilitators: false })).status).toBe(201);
  const entry = await eve.post('/journal-entries', { title: 'Heron', blocks: [{ text: 'Seven herons today' }] });
  expect(entry.status).toBeLessThan(500);

  const files = await takenHome(eve);
  expect([...files.keys()].sort()).toEqual(['README.txt', 'journal.zip', ...personalTables.filter(takesSomething).map(({ table }) => `records/${table}.json`)].sort());
  expect(records(files, 'enrolment')).toMatchObject([{ run_id: run.id, state: 'confirmed' }]);
  expect(records(files, 'person')).toMatchObject([{ id: eve.id, chosen_name: 'Eve' }]);
  expect(records(files, 'support_need')).toMatchObject([{ kind: 'sensory', text: 'A seat far from the window' }]);
  expect(records(files, 'safe_contact')).toHaveLength(1);
  const all = [...files].filter(([name]) => name !== 'journal.zip').map(([, content]) => content.toString()).join('\n');
  expect(all).not.toMatch(/Fay|argon2|hash"|secret"/i);
  expect(all).not.toContain(fay.id);
  if (entry.status === 201) expect([...unzip(files.get('journal.zip') ?? Buffer.alloc(0)).keys()].filter((name) => name.endsWith('.md'))).toHaveLength(1);
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

/** Kinds of which nobody in this world has anything; what they take home is asked of the database in the test of the declarations. */
const notInThisWorld = [
  'application_appeal', 'ce_requirement', 'ce_roster_line', 'ce_roster_name', 'certification_act', 'certification_act_words', 'certification_notice', 'certification_register',
  'certification_renewal', 'consent', 'drop_in', 'emergency_contact_use', 'evaluation_receipt', 'facilitator_presence', 'first_password_code', 'one_time_link',
  'peer_meeting_attendance', 'renewal_credit', 'renewal_decision', 'role_request', 'second_factor', 'session_debrief', 'supervision_note', 'transcript_copy', 'welfare_attempt',
];

test('whoever has something of any kind takes each row of it home exactly once (BR-162)', async () => {
  const { things } = await aWorld(college);
  const people = [...new Set(Object.values(things).flatMap((thing) => ('own' in thing && thing.own ? [thing.own] : [])))];
  const filled = new Set<string>();
  for (const person of people) {
    const files = await takenHome(person);
    for (const { table, mine } of personalTables.filter(takesSomething)) {
      // Taking one's records home is an event too, and the last thing that happened.
      const [{ count }] = await college.sql.query(`select count(*)::int as count from ${table} t where ${mine}`, [person.id]);
      const taken = records(files, table) as { id?: string }[];
      expect([table, taken.length]).toEqual([table, count]);
      const ids = taken.flatMap(({ id }) => (id === undefined ? [] : [id]));
      expect([table, new Set(ids).size]).toEqual([table, ids.length]);
      if (count > 0) filled.add(table);
    }
  }
  const empty = personalTables.filter(takesSomething).map(({ table }) => table).filter((table) => !filled.has(table));
  expect(empty.sort()).toEqual(notInThisWorld);
}, 240_000);
