import { aCourse, mark } from '../attendance/a-course.js';
import { aCoordinator, aLearner, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCertification } from './a-run.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-03-01T12:00:00Z');
  casey = await aCoordinator(college);
});
afterAll(() => college.close());

const wall = (at: Date) => at.toISOString().slice(0, 16);
const aDay = (days: number) => ({
  localStart: wall(fromNow(college, { days })),
  localEnd: wall(fromNow(college, { days, hours: 2 })),
});

/** Its peer is certified, so that sessions can be added. */
const theCourse = async () => {
  const course = await aCourse(college, {
    starts: [7, 14, 21].map((days) => fromNow(college, { days })),
    state: 'open',
    firstSessionMandatory: true,
  });
  await aCertification(casey, course.ada);
  return course;
};

const change = async (who: TestPerson, session: string, wish: object) =>
  who.patch(`/sessions/${session}`, wish, {
    'if-match': (await who.get(`/sessions/${session}`)).headers['etag'] ?? '',
  });

test('what a session holds can be changed, to what no other session of the run holds (BR-176)', async () => {
  const { runId, sessionIds, ada } = await theCourse();
  const [first, second = ''] = sessionIds;
  expect((await change(ada, first, { planOrder: 2 })).body).toMatchObject({
    status: 409,
    code: 'planned_session_held',
  });
  expect((await change(ada, first, { planOrder: 4 })).body).toMatchObject({
    status: 422,
    code: 'planned_session_unknown',
  });
  expect((await change(ada, first, { planOrder: null })).body).toMatchObject({
    planOrder: null,
    title: 'Kind Boundaries',
  });
  expect((await change(ada, second, { planOrder: 1 })).body).toMatchObject({ planOrder: 1, title: 'Session 1' });
  expect((await change(ada, first, { planOrder: 2 })).body).toMatchObject({ planOrder: 2, title: 'Session 2' });
  const held = await ada.post(`/runs/${runId}/sessions`, { ...aDay(28), planOrder: 3 });
  expect(held.body).toMatchObject({ status: 409, code: 'planned_session_held' });
  const unknown = await ada.post(`/runs/${runId}/sessions`, { ...aDay(28), planOrder: 4 });
  expect(unknown.body).toMatchObject({ status: 422, code: 'planned_session_unknown' });
  const extra = await ada.post(`/runs/${runId}/sessions`, { ...aDay(28), planOrder: null });
  expect(extra.body).toMatchObject({ planOrder: null, plannedContactMinutes: null });
});

test('what a session holds stands once somebody is marked on it', async () => {
  const { sessionIds, ada, enrolmentIds } = await theCourse();
  const [first] = sessionIds;
  college.clock.forward({ days: 7 });
  await mark(ada, first, { enrolmentId: enrolmentIds[0], state: 'present' });
  expect((await change(ada, first, { planOrder: null })).body).toMatchObject({
    status: 409,
    code: 'planned_session_marked',
  });
  expect((await change(ada, first, { accessNote: 'The door at the back.' })).status).toBe(200);
  college.clock.forward({ days: -7 });
});

test('a series takes up what is planned and not held yet, in its order, and then goes on without a plan', async () => {
  const { runId, sessionIds, ada } = await theCourse();
  for (const session of sessionIds.slice(1)) await ada.post(`/sessions/${session}/cancellation`, { reason: 'Flood' });
  const series = await ada.post(`/runs/${runId}/session-series`, {
    firstDate: '2027-04-06',
    startTime: '10:00',
    endTime: '12:00',
    count: 3,
  });
  expect(series.status).toBe(201);
  const { items } = (await ada.get(`/runs/${runId}/sessions`)).body;
  expect(items.map(({ state, planOrder }: { state: string; planOrder: number | null }) => [state, planOrder])).toEqual([
    ['published', 1],
    ['cancelled', 2],
    ['cancelled', 3],
    ['draft', 2],
    ['draft', 3],
    ['draft', null],
  ]);
});

test('the first session is the first by its date, in whatever order the sessions were planned (BR-55, 176)', async () => {
  const { runId, ada, enrolmentIds, sessionIds } = await theCourse();
  const early = await ada.post(`/runs/${runId}/sessions`, {
    ...aDay(2),
    plannedContactMinutes: 60,
    accessNote: 'The door at the back.',
  });
  expect((await ada.post(`/sessions/${early.body.id}/publication`)).status).toBe(201);
  const { items } = (await ada.get(`/runs/${runId}/sessions`)).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual([early.body.id, ...sessionIds]);
  const missed = async () =>
    (
      await college.sql.query(
        'select session_id, first_session_missed as missed from welfare_follow_up where enrolment_id = $1 order by opened_at',
        [enrolmentIds[0]],
      )
    ).map(({ missed: it }: { missed: boolean }) => it);
  college.clock.forward({ days: 2, hours: 3 });
  await mark(ada, early.body.id, { enrolmentId: enrolmentIds[0], state: 'dna' });
  college.clock.forward({ days: 5, hours: 3 });
  await mark(ada, sessionIds[0], { enrolmentId: enrolmentIds[0], state: 'dna' });
  expect(await missed()).toEqual([true, false]);
  college.clock.moveTo('2027-03-01T12:00:00Z');
});

test('every page and feed calls a session after what it holds', async () => {
  const { runId, sessionIds, ada, learners } = await theCourse();
  const [first, second = ''] = sessionIds;
  await ada.post(`/sessions/${first}/cancellation`, { reason: 'Snow' });
  expect((await change(ada, second, { planOrder: 1 })).status).toBe(200);
  const [learner] = learners as [TestPerson];
  const titles: Record<string, unknown> = {
    session: (await learner.get(`/sessions/${second}`)).body.title,
    agenda: (await learner.get('/me/agenda?limit=100')).body.items.find(
      ({ sessionId }: { sessionId: string }) => sessionId === second,
    )?.title,
    prospectus: (await (await aLearner(college)).get('/prospectus?limit=100')).body.items
      .find((run: { runId: string }) => run.runId === runId)
      ?.sessions.find(({ id }: { id: string }) => id === second)?.title,
  };
  expect(titles).toEqual({ session: 'Session 1', agenda: 'Session 1', prospectus: 'Session 1' });
});

test('the database refuses a plan that the course does not have, and one that is held twice', async () => {
  const { sessionIds } = await theCourse();
  const set = (order: number) =>
    college.sql.query('update session set plan_order = $2 where id = $1', [sessionIds[0], order]);
  await expect(set(4)).rejects.toMatchObject({ constraint: 'session_plan_exists' });
  await expect(set(2)).rejects.toMatchObject({ constraint: 'session_plan_once' });
});

test('nothing reads sessions by anything but their dates or their plan', async () => {
  const columns: { column_name: string }[] = await college.sql.query(
    `select column_name from information_schema.columns where table_name in ('session', 'attendance') and column_name = 'position'`,
  );
  expect(columns).toEqual([]);
  expect(Object.keys((await casey.get(`/sessions/${(await theCourse()).sessionIds[0]}`)).body)).not.toContain(
    'position',
  );
});
