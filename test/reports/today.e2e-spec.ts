import { aPerson, aRun, aTerm, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aFacilitator } from '../attendance/a-course.js';

let college: TestCollege;
let coordinator: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-03-10T09:00:00Z');
  coordinator = await aPerson(college, { roles: ['coordinator'] });
});
afterAll(() => college.close());

const today = async () => {
  const { body, headers } = await coordinator.get('/reports/today');
  expect(headers['cache-control']).toBe('no-store');
  return body;
};

test("today is the college's own day: a session late in the evening there belongs to it, though it is tomorrow elsewhere", async () => {
  await college.sql.query(`update college set time_zone = 'America/Vancouver'`);
  const late = await aRun(college, { starts: [new Date('2027-03-11T03:00:00Z')] });
  await aRun(college, { starts: [new Date('2027-03-11T09:00:00Z')] });
  const { date, timeZone, sessions } = await today();
  expect({ date, timeZone, ids: sessions.map(({ id }: { id: string }) => id) }).toEqual({ date: '2027-03-10', timeZone: 'America/Vancouver', ids: late.sessionIds });
});

test('runs at risk, queues, and follow-ups that are due today are counted, each with its id', async () => {
  const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 3 })] });
  const [eve, fay] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  await eve.post(`/runs/${run.id}/enrolments`, {});
  const { id: waiting } = (await fay.post(`/runs/${run.id}/enrolments`, {})).body;
  await college.sql.query(
    `insert into welfare_follow_up (id, enrolment_id, trigger, state, opened_at, due_at) values (gen_random_uuid(), $1, 'concern', 'open', $2, $2), (gen_random_uuid(), $1, 'request', 'open', $2, $2::timestamptz + interval '4 days')`,
    [waiting, college.clock.now()],
  );
  const seen = await today();
  expect(seen.runsAtRisk.ids).toContain(run.id);
  expect(seen.waitlists).toEqual([{ runId: run.id, waiting: 1, offered: 0 }]);
  expect(seen.welfareFollowUpsDue.count).toBe(1);
  await aFacilitator(college, run.id);
  const [learned] = await someLearners(college, 1);
  await college.sql.query(`insert into facilitator_assignment (id, run_id, person_id, delivery_role, state, offered_at, answered_at) values (gen_random_uuid(), $1, $2, 'learned', 'accepted', $3, $3)`, [run.id, learned?.id, college.clock.now()]);
  expect((await today()).runsAtRisk.ids).not.toContain(run.id);
  expect(JSON.stringify(await today())).not.toContain(eve.chosenName);
});

test('only coordinators and administrators see today', async () => {
  await aTerm(college);
  for (const roles of [[], ['facilitator'], ['analyst'], ['panel_member']] as const) expect((await (await aPerson(college, { roles })).get('/reports/today')).status).toBe(403);
  expect((await (await aPerson(college, { roles: ['administrator'] })).get('/reports/today')).status).toBe(200);
});
