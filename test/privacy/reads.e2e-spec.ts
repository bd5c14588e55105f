import { Database } from '../../src/platform/database/database.js';
import { changed } from '../../src/platform/database/sql.js';
import { newId } from '../../src/platform/ids.js';
import { aCoordinator, aLearner, aPerson, aRun, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let casey: TestPerson;
let ada: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
  ada = await aPerson(college, { name: 'Ada', roles: ['facilitator'] });
});
afterAll(() => college.close());

const readsOf = async (person: TestPerson) => (await person.get('/me/reads')).body.items;

/** A learner with a place on a run of their own. */
async function somebodyEnrolled() {
  const eve = await aLearner(college, { name: 'Eve' });
  const run = await aRun(college);
  const { body } = await eve.post(`/runs/${run.id}/enrolments`, {});
  return { eve, run, enrolmentId: String(body.id) };
}

test('a person sees who opened their record, when, in which role and what for (BR-163, I-49)', async () => {
  const { eve, enrolmentId } = await somebodyEnrolled();
  await casey.get(`/enrolments/${enrolmentId}`);
  expect(await readsOf(eve)).toEqual([
    {
      id: expect.any(String),
      at: expect.any(String),
      kind: 'enrolment',
      reason: 'looking_after_places',
      outcome: 'read',
      reader: 'Casey',
      actingRoles: ['coordinator'],
    },
  ]);
});

test("opening one's own record leaves no trace", async () => {
  const { eve, enrolmentId } = await somebodyEnrolled();
  await eve.get(`/enrolments/${enrolmentId}`);
  await eve.get('/certifications');
  expect(await readsOf(eve)).toEqual([]);
});

test('a change is in the event log, not here; answered again under its Idempotency-Key it is a reading', async () => {
  const eve = await aLearner(college, { name: 'Eve' });
  const run = await aRun(college, { approvalNeeded: true });
  const { body } = await eve.post(`/runs/${run.id}/enrolments`, {});
  const approve = () =>
    casey.post(`/enrolments/${body.id}/approval`, { approved: true }, { 'Idempotency-Key': 'approve-eve' });
  expect((await approve()).body.state).toBe('confirmed');
  expect(await readsOf(eve)).toEqual([]);
  const again = await approve();
  expect([again.headers['idempotency-replayed'], again.body.state]).toEqual(['true', 'confirmed']);
  expect(await readsOf(eve)).toMatchObject([
    { kind: 'enrolment', outcome: 'read', reader: 'Casey', actingRoles: ['coordinator'] },
  ]);
});

test('trying out a booking for somebody reads whether they may come', async () => {
  const [eve, run] = [await aLearner(college, { name: 'Eve' }), await aRun(college)];
  expect((await casey.post(`/runs/${run.id}/enrolments/batch`, { personIds: [eve.id], dryRun: true })).status).toBe(
    200,
  );
  expect(await readsOf(eve)).toMatchObject([{ kind: 'eligibility', outcome: 'read', reader: 'Casey' }]);
});

test('a list is one reading, and each person on it sees it', async () => {
  const run = await aRun(college);
  const people = await someLearners(college, 3);
  for (const person of people) await person.post(`/runs/${run.id}/enrolments`, {});
  await casey.get(`/runs/${run.id}/enrolments?limit=2`);
  const [row, ...more] = await college.sql.query(
    `select subject_ids from record_read where kind = 'enrolment' and subject_ids && $1::uuid[]`,
    [people.map(({ id }) => id)],
  );
  expect([row.subject_ids.length, more]).toEqual([2, []]);
  expect(await Promise.all(people.map(async (person) => (await readsOf(person)).length))).toEqual([0, 1, 1]);
});

test('a refusal is recorded, and whoever only studies here is not named to others (BR-138)', async () => {
  const { eve, enrolmentId, run } = await somebodyEnrolled();
  const mallory = await aLearner(college, { name: 'Mallory' });
  expect((await mallory.get(`/enrolments/${enrolmentId}`)).status).toBe(404);
  expect((await mallory.get(`/runs/${run.id}/enrolments`)).status).toBe(403);
  expect((await ada.get(`/people/${eve.id}`)).status).toBe(403);
  expect(await readsOf(eve)).toMatchObject([
    { kind: 'profile', outcome: 'refused', reader: 'Ada', actingRoles: ['facilitator'] },
    { kind: 'enrolment', outcome: 'refused', reader: null, actingRoles: ['learner'] },
  ]);
});

test('asking for what does not exist costs and leaves the same as asking for what is hidden (BR-164)', async () => {
  const mallory = await aLearner(college, { name: 'Mallory' });
  const { enrolmentId } = await somebodyEnrolled();
  const [hidden, absent] = [
    await mallory.get(`/enrolments/${enrolmentId}`),
    await mallory.get(`/enrolments/${newId()}`),
  ];
  const words = ({ body }: { body: object }) => ({ ...body, requestId: 'any' });
  expect([hidden.status, words(hidden)]).toEqual([absent.status, words(absent)]);
  const [{ count }] = await college.sql.query(
    `select count(*)::integer as count from record_read where outcome = 'refused' and reader_id = $1`,
    [mallory.id],
  );
  expect(count).toBe(2);
});

test('what cannot be recorded is not shown, nor is it said whether it exists', async () => {
  const { enrolmentId } = await somebodyEnrolled();
  const mallory = await aLearner(college);
  await college.sql.query('alter table record_read add constraint out_of_order check (false) not valid');
  try {
    const answer = await casey.get(`/enrolments/${enrolmentId}`);
    expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'read_not_recorded', '5']);
    expect((await mallory.get(`/enrolments/${enrolmentId}`)).status).toBe(503);
    expect((await mallory.get(`/enrolments/${newId()}`)).status).toBe(503);
  } finally {
    await college.sql.query('alter table record_read drop constraint out_of_order');
  }
});

test('a table for a spreadsheet is a reading like its page', async () => {
  const mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
  const eve = await aLearner(college);
  await college.sql.query(
    `
      insert into ce_completion (
        person_id, run_id, version_id, role, completed, mode, completed_on, sessions, recorded_at
      )
      select $1, id, version_id, 'learner', true, 'online', '2027-01-01', '[]', now()
      from run
      limit 1`,
    [eve.id],
  );
  const before = (await readsOf(eve)).length;
  const csv = await mo.get('/ce-shortfalls?category=ethics&minutes=60&from=2026-01-01&to=2027-12-31', {
    accept: 'text/csv',
  });
  expect([csv.status, csv.headers['content-type']]).toEqual([200, expect.stringContaining('text/csv')]);
  expect((await readsOf(eve)).length - before).toBe(csv.text.includes(eve.id) ? 1 : 0);
});

test('whoever reads is named as they were called then, also when they call themselves otherwise or leave (BR-217)', async () => {
  const eve = await aLearner(college, { name: 'Eve' });
  const snoop = await aPerson(college, { name: 'Sloane', roles: ['coordinator'] });
  expect((await snoop.get(`/people/${eve.id}`)).status).toBe(200);
  expect((await snoop.patch('/me', { chosenName: 'Marlow Quill' })).status).toBe(200);
  expect(await readsOf(eve)).toMatchObject([{ kind: 'profile', reader: 'Sloane', actingRoles: ['coordinator'] }]);
  expect((await snoop.get(`/people/${eve.id}`)).status).toBe(200);
  const plan = (await snoop.get('/me/erasure')).body;
  expect((await snoop.post('/me/erasure')).body).toEqual(plan);
  const until = new Date(college.clock.now());
  until.setUTCFullYear(until.getUTCFullYear() + 2);
  expect(plan.retained).toContainEqual({
    what: "What you were called when you opened other people's records for the college",
    because: 'For two years people can see who opened their record, by the name of that day.',
    rule: 'BR-217',
    until: until.toISOString().slice(0, 10),
  });
  expect((await readsOf(eve)).map(({ reader }: { reader: string | null }) => reader)).toEqual([
    'Marlow Quill',
    'Sloane',
  ]);
});

test('no name of somebody who only studies here is kept with a reading, nor may it be (BR-138, BR-217)', async () => {
  const { enrolmentId } = await somebodyEnrolled();
  const mallory = await aLearner(college, { name: 'Mallory' });
  await mallory.get(`/enrolments/${enrolmentId}`);
  const [row] = await college.sql.query('select acting_roles, reader_name from record_read where reader_id = $1', [
    mallory.id,
  ]);
  expect(row).toEqual({ acting_roles: ['learner'], reader_name: null });
  expect((await mallory.get('/me/erasure')).body.retained).toEqual([
    expect.objectContaining({ what: 'What was promised when you were erased' }),
  ]);
  await expect(
    college.sql.query(
      `
        insert into record_read (
          id, at, reader_id, reader_name, acting_roles, kind, reason, outcome, subject_ids, request_id
        )
        values ($1, now(), $2, 'Mallory', '{learner}', 'enrolment', 'x', 'refused', '{}', 'x')`,
      [newId(), mallory.id],
    ),
  ).rejects.toThrow('record_read_names_no_learner');
});

test('nobody changes or removes a reading, and it leaves after two years', async () => {
  const { eve, enrolmentId } = await somebodyEnrolled();
  await casey.get(`/enrolments/${enrolmentId}`);
  await expect(
    college.sql.query('update record_read set reader_id = reader_id where $1 = any(subject_ids)', [eve.id]),
  ).rejects.toThrow('only grows');
  await expect(college.sql.query('delete from record_read where $1 = any(subject_ids)', [eve.id])).rejects.toThrow(
    'only grows',
  );
  await expect(college.sql.query('truncate record_read')).rejects.toThrow('only grows');
  await college.sql.query(
    `
      insert into record_read (id, at, reader_id, acting_roles, kind, reason, outcome, subject_ids, request_id)
      values ($1, now() - interval '740 days', $2, '{coordinator}', 'enrolment', 'x', 'read', array[$3::uuid], 'x')`,
    [newId(), casey.id, eve.id],
  );
  const old = 'delete from record_read where at < $1';
  const twoYearsAgo = [new Date(college.clock.now().getTime() - 735 * 86_400_000)];
  await expect(college.sql.query(old, twoYearsAgo)).rejects.toThrow('only grows');
  const database = college.app.get(Database);
  await expect(
    database.datedTransaction((tx) => changed(tx, 'delete from record_read where $1 = any(subject_ids)', [eve.id])),
  ).rejects.toThrow('only grows');
  expect(await database.datedTransaction((tx) => changed(tx, old, twoYearsAgo))).toBe(1);
});
