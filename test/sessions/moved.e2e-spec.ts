import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { expecting } from '../courses/co-production.js';
import { aCast, anOpenRun, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());
beforeEach(async () => {
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
});

/** What a move does with everything that hangs on a session (BR-222). */
const hangsOnASession: Record<string, string> = {
  attendance_mark: 'kept or cleared, as whoever moves it says',
  presence: 'follows its mark: told in minutes from the start, it says the same of another date',
  drop_in: 'kept or taken back with the marks',
  welfare_follow_up: 'kept, or not needed any more, with the marks; what was answered stays',
  booking: 'follows: the database books the new time, or refuses it',
  session_waiver: 'taken back, where it is moved far: somebody else can be found for another date',
  session_rescheduling: 'the record of the move itself',
  evaluation_receipt: 'stays: what somebody has told is counted and cannot be untold',
  evaluation_tally: 'stays, as what was told',
  journal_prompt_offer: 'stays: it is about the session and not about its date',
  facilitator_presence: 'there is none before it was delivered, and what was delivered is not moved',
  practice_log: 'there is none before it was delivered',
  session_debrief: 'there is none before it was delivered',
};

test('what a move does is known of every table that hangs on a session (BR-222)', async () => {
  const found: { table: string }[] = await college.sql.query(`
    select distinct conrelid::regclass::text as table
    from pg_constraint
    where contype = 'f' and confrelid = 'session'::regclass`);
  expect(found.map(({ table }) => table).sort()).toEqual(Object.keys(hangsOnASession).sort());
});

const first = '2027-01-12T10:00';
const timesOn = (day: string) => ({ localStart: `${day}T10:00`, localEnd: `${day}T12:00` });

async function aTuesday(names: string[], wish = {}) {
  const run = await anOpenRun(cast, [first], wish);
  const session = run.sessionIds[0] ?? '';
  const learners: TestPerson[] = [];
  const enrolmentIds: string[] = [];
  for (const name of names) {
    const learner = await aLearner(college, { name });
    learners.push(learner);
    enrolmentIds.push((await expecting(201, learner.post(`/runs/${run.id}/enrolments`, {}))).body.id);
  }
  return {
    ...run,
    session,
    learners,
    enrolmentIds,
    move: (day: string, rest = {}) => cast.ben.post(`/sessions/${session}/rescheduling`, { ...timesOn(day), ...rest }),
    register: async () => (await expecting(200, cast.ben.get(`/sessions/${session}/register`))).body.rows,
    mark: async (...rows: object[]) =>
      (await expecting(200, cast.ben.put(`/sessions/${session}/register`, { rows }))).body.rows,
  };
}

const settle = async () => {
  for (let round = 0; round < 3; round++) await college.deliver();
};

const followUps = async (enrolmentId: string | undefined) =>
  (
    await college.sql.query('select state from welfare_follow_up where enrolment_id = $1 order by opened_at, state', [
      enrolmentId,
    ])
  ).map(({ state }: { state: string }) => state);

test.each([
  ['clear', 'dna', ['open']],
  ['keep', 'apology', []],
] as const)(
  'an apology for the old date, with marks: %s, makes of an absence on the new one: %s (BR-60, BR-222)',
  async (marks, state, opened) => {
    const there = await aTuesday(['Eve']);
    const [eve] = there.learners as [TestPerson];
    await expecting(201, eve.post(`/sessions/${there.session}/apology`));
    expect((await there.move('2027-01-19')).body.code).toBe('session_has_marks');
    await expecting(201, there.move('2027-01-19', { marks }));
    college.clock.moveTo('2027-01-19T20:00:00Z');
    const [row] = await there.mark({ enrolmentId: there.enrolmentIds[0], state: 'dna' });
    expect(row.state).toBe(state);
    expect(await followUps(there.enrolmentIds[0])).toEqual(opened);
  },
);

test('an apology for the new date counts; one that a later mark covers goes with the old date (BR-60, 222)', async () => {
  const there = await aTuesday(['Eve', 'Fay']);
  const [eve, fay] = there.learners as [TestPerson, TestPerson];
  for (const learner of [eve, fay]) await expecting(201, learner.post(`/sessions/${there.session}/apology`));
  await there.mark(...there.enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'expected' })));
  await expecting(201, there.move('2027-01-19'));
  await expecting(201, eve.post(`/sessions/${there.session}/apology`));
  college.clock.moveTo('2027-01-19T20:00:00Z');
  await there.mark(...there.enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'dna' })));
  expect((await there.register()).map(({ state }: { state: string }) => state)).toEqual(['apology', 'dna']);
});

test('who was asked how they are after the old date is asked again after the new one, once each (BR-57, 222)', async () => {
  const there = await aTuesday(['Eve']);
  const [enrolmentId] = there.enrolmentIds;
  college.clock.moveTo('2027-01-12T20:00:00Z');
  await there.mark({ enrolmentId, state: 'dna' });
  await settle();
  const { items } = (await expecting(200, cast.casey.get('/welfare-follow-ups?limit=200'))).body;
  const { id } = items.find((one: { enrolmentId: string }) => one.enrolmentId === enrolmentId);
  await college.sql.query(`update welfare_follow_up set state = 'contacted_ok' where id = $1`, [id]);
  await there.mark({ enrolmentId, state: 'present' }, { enrolmentId, state: 'dna' });
  expect(await followUps(enrolmentId)).toEqual(['contacted_ok']);
  await expecting(201, there.move('2027-01-19', { marks: 'clear' }));
  college.clock.moveTo('2027-01-19T20:00:00Z');
  await there.mark({ enrolmentId, state: 'dna' });
  expect(await followUps(enrolmentId)).toEqual(['contacted_ok', 'open']);
  expect(await brokenPromises(college)).toEqual([]);
});

test.each([
  ['keep', 2, ['Sam', null]],
  ['clear', 1, []],
] as const)(
  'who came without enrolling before a drop-in was moved, with marks: %s (BR-64, BR-222)',
  async (marks, visits, left) => {
    const there = await aTuesday([], { mode: 'drop_in', capacity: { kind: 'unlimited' } });
    const sam = await aLearner(college, { name: 'Sam' });
    const path = `/sessions/${there.session}/drop-ins`;
    college.clock.moveTo('2027-01-12T18:00:00Z');
    await expecting(201, cast.ben.post(path, { personId: sam.id }));
    await expecting(201, cast.ben.post(path, { anonymousCount: 1 }));
    expect((await there.move('2027-01-19')).body.code).toBe('session_has_marks');
    await expecting(201, there.move('2027-01-19', { marks }));
    const names = async () =>
      (await expecting(200, cast.ben.get(path))).body.items.map(({ chosenName }: { chosenName: string }) => chosenName);
    expect(await names()).toEqual(left);
    college.clock.moveTo('2027-01-19T18:00:00Z');
    expect((await cast.ben.post(path, { personId: sam.id })).status).toBe(marks === 'keep' ? 409 : 201);
    const visited = async () =>
      (await college.sql.query('select coalesce(sum(drop_ins), 0)::integer as told from report_session'))[0].told;
    const before = await visited();
    await expecting(
      201,
      cast.ben.post(`/sessions/${there.session}/delivery`, { presentFacilitatorIds: [cast.ada.id, cast.ben.id] }),
    );
    expect((await visited()) - before).toBe(visits);
    await expect(college.sql.query('delete from drop_in')).rejects.toThrow('only grows');
    await expect(college.sql.query('update drop_in set taken_back_at = null')).rejects.toThrow('only grows');
  },
);

test('that no peer could be found is said of one date, and anew of another (BR-28, BR-222)', async () => {
  const there = await aTuesday([]);
  await expecting(201, cast.ada.post(`/facilitator-assignments/${there.adaAssignment}/standing-down`, {}));
  college.clock.moveTo('2027-01-12T12:00:00Z');
  const waive = () => cast.casey.post(`/sessions/${there.session}/waiver`, { reason: 'Nobody else could be found.' });
  await expecting(201, waive());
  const counts = async () =>
    (await expecting(200, cast.ben.get(`/sessions/${there.session}/delivery`))).body.countsTowardsPeerShare;
  const ahead = { localStart: '2027-01-12T10:20', localEnd: '2027-01-12T12:20' };
  const nudged = await cast.ben.post(`/sessions/${there.session}/rescheduling`, ahead);
  expect([nudged.status, await counts()]).toEqual([201, false]);
  expect((await there.move('2027-01-19')).status).toBe(201);
  expect(await counts()).toBe(true);
  expect((await waive()).body.code).toBe('waiver_not_open');
  college.clock.moveTo('2027-01-18T12:00:00Z');
  await expecting(201, waive());
  expect((await waive()).body.code).toBe('waiver_given');
});
