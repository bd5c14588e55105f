import { aLearner, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCourse, aFacilitator, mark, type TestCourse } from './a-course.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

type Scene = TestCourse & { session: string; eve: TestPerson };

/** A course whose session starts in so many minutes (before now when negative). */
async function scene(minutes: number, options: Parameters<typeof aCourse>[1] = {}): Promise<Scene> {
  const course = await aCourse(college, { starts: [fromNow(college, { minutes })], ...options });
  return { ...course, session: course.sessionIds[0], eve: course.learners[0] as TestPerson };
}

const codeOf = async ({ ada, session }: Scene) => (await ada.get(`/sessions/${session}/check-in-code`)).body;

test('an apology needs no reason and counts as an apology, also when the register says absent later (BR-60)', async () => {
  const { eve, ada, session, enrolmentIds } = await scene(60);
  const apology = await eve.post(`/sessions/${session}/apology`);
  expect([apology.status, apology.body.state]).toEqual([201, 'apology']);
  college.clock.forward({ hours: 4 });
  const { rows } = await mark(ada, session, { enrolmentId: enrolmentIds[0], state: 'dna' });
  expect(rows[0]).toMatchObject({ status: 200, state: 'apology' });
  expect((await ada.get('/welfare-follow-ups')).body.items).toEqual([]);
});

test('an apology while the session still goes on takes an absence back, and the follow-up with it', async () => {
  const { eve, ada, session, enrolmentIds } = await scene(0);
  college.clock.forward({ minutes: 20 });
  await mark(ada, session, { enrolmentId: enrolmentIds[0], state: 'dna' });
  expect((await ada.get('/welfare-follow-ups')).body.items).toMatchObject([{ state: 'open', absencesInRun: 1 }]);
  const { body } = await eve.post(`/sessions/${session}/apology`);
  expect(body).toMatchObject({ state: 'apology', marks: [{ state: 'dna' }, { state: 'apology', source: 'self' }] });
  expect((await ada.get('/welfare-follow-ups')).body.items).toMatchObject([{ state: 'not_needed', absencesInRun: 0 }]);
});

test('after the end an apology comes too late, and says who can help', async () => {
  const { eve, session } = await scene(-121);
  const answer = await eve.post(`/sessions/${session}/apology`);
  expect([answer.status, answer.body.code]).toEqual([409, 'apology_too_late']);
});

test('apologising twice records it once; a retry with the same key is told so', async () => {
  const { eve, session } = await scene(60);
  const first = await eve.post(`/sessions/${session}/apology`, undefined, { 'idempotency-key': 'sorry' });
  const again = await eve.post(`/sessions/${session}/apology`, undefined, { 'idempotency-key': 'sorry' });
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.body).toEqual(first.body);
  expect((await eve.post(`/sessions/${session}/apology`)).body.version).toBe(1);
});

test('a learner without a place on the course can neither apologise nor check in, and learns nothing', async () => {
  const there = await scene(0);
  const stranger = await aLearner(college);
  expect((await stranger.post(`/sessions/${there.session}/apology`)).body.code).toBe('not_enrolled_here');
  const { code } = await codeOf(there);
  expect((await stranger.post(`/sessions/${there.session}/check-in`, { code })).body).toMatchObject({
    status: 404,
    code: 'not_enrolled_here',
  });
});

test('learners check themselves in with the code that the room shows, once', async () => {
  const there = await scene(10);
  const { code, opensAt, closesAt } = await codeOf(there);
  expect(Date.parse(closesAt) - Date.parse(opensAt)).toBe(150 * 60_000);
  const answer = await there.eve.post(`/sessions/${there.session}/check-in`, { code });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    state: 'present',
    minutesPresent: 105,
    arrivedMin: 0,
    marks: [{ source: 'self' }],
  });
  expect((await there.eve.post(`/sessions/${there.session}/check-in`, { code })).body.version).toBe(1);
});

test('who checks in after a while is late, and the real minutes count', async () => {
  const there = await scene(0);
  college.clock.forward({ minutes: 25 });
  const { body } = await there.eve.post(`/sessions/${there.session}/check-in`, { code: (await codeOf(there)).code });
  expect(body).toMatchObject({ state: 'late', arrivedMin: 25, minutesPresent: 80 });
});

test('a code is good for its session and its minute only (I-27)', async () => {
  const [here, elsewhere] = [await scene(0), await scene(0)];
  const { code } = await codeOf(here);
  const tryCode = async (who: Scene, given: string) =>
    (await who.eve.post(`/sessions/${who.session}/check-in`, { code: given })).body.code;
  expect(await tryCode(elsewhere, code)).toBe('check_in_code_wrong');
  college.clock.forward({ minutes: 2 });
  expect(await tryCode(here, code)).toBe('check_in_code_wrong');
  expect((await codeOf(here)).code).not.toBe(code);
});

test.each([
  ['before check-in opens', 45],
  ['for a session of tomorrow', 24 * 60],
  ['after the end', -121],
])('no code is shown and none is taken %s (I-27)', async (_, minutes) => {
  const there = await scene(minutes);
  expect((await there.ada.get(`/sessions/${there.session}/check-in-code`)).body.code).toBe('check_in_closed');
  expect((await there.eve.post(`/sessions/${there.session}/check-in`, { code: '000000' })).body).toMatchObject({
    status: 409,
    code: 'check_in_closed',
  });
});

test('guessing codes is slowed down', async () => {
  const there = await scene(0);
  const statuses: number[] = [];
  for (let guess = 0; guess < 8; guess++)
    statuses.push((await there.eve.post(`/sessions/${there.session}/check-in`, { code: `00000${guess}` })).status);
  expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429, 429]);
});

test('only co-facilitators of the run read the code', async () => {
  const [here, elsewhere] = [await scene(0), await scene(0)];
  expect((await here.eve.get(`/sessions/${here.session}/check-in-code`)).status).toBe(403);
  expect((await elsewhere.ada.get(`/sessions/${here.session}/check-in-code`)).status).toBe(404);
});

test('a drop-in takes people by name and without, needs no enrolment, and nobody is absent from it (BR-64)', async () => {
  const there = await scene(0, { mode: 'drop_in', capacity: null });
  const sam = await aLearner(college, { name: 'Sam' });
  const path = `/sessions/${there.session}/drop-ins`;
  expect((await there.ada.post(path, { personId: sam.id })).body).toMatchObject({
    personId: sam.id,
    chosenName: 'Sam',
    anonymousCount: null,
  });
  expect((await there.ada.post(path, { anonymousCount: 7 })).status).toBe(201);
  expect((await there.ada.get(path)).body).toMatchObject({
    items: [{ chosenName: 'Sam' }, { anonymousCount: 7, personId: null }],
    next: null,
  });
  expect((await there.ada.post(path, { personId: sam.id })).body.code).toBe('drop_in_recorded');
  expect((await there.ada.post(path, { personId: there.eve.id })).body.code).toBe('on_the_register');
  const { rows } = await mark(there.ada, there.session, { enrolmentId: there.enrolmentIds[0], state: 'dna' });
  expect(rows[0].problem.code).toBe('no_absence_at_drop_in');
});

test('a drop-in record names one person or a number, on a drop-in only, and is read by its facilitators', async () => {
  const there = await scene(0, { mode: 'drop_in', capacity: null });
  const course = await scene(0);
  const path = `/sessions/${there.session}/drop-ins`;
  expect((await there.ada.post(path, {})).status).toBe(400);
  expect((await there.ada.post(path, { personId: there.eve.id, anonymousCount: 2 })).status).toBe(400);
  expect((await course.ada.post(`/sessions/${course.session}/drop-ins`, { anonymousCount: 2 })).body.code).toBe(
    'not_a_drop_in',
  );
  expect((await course.ada.get(path)).status).toBe(404);
  expect((await there.eve.post(path, { anonymousCount: 2 })).status).toBe(403);
  expect((await (await aFacilitator(college, there.runId)).get(path)).status).toBe(200);
});
