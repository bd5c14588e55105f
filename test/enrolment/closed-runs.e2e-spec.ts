import { aPlace } from '../attendance/a-course.js';
import { aCoordinator, aLearner, aRun, fromNow, someLearners, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(() => college.close());

test.each([
  ['finished', 'run_over'],
  ['cancelled', 'run_cancelled'],
])('whatever is left of a place on a %s run stays as it is: %s', async (state, code) => {
  const eve = await aLearner(college);
  const { id: runId } = await aRun(college);
  const { id: other } = await aRun(college, { starts: [fromNow(college, { days: 60 })] });
  const enrolment = `/enrolments/${await aPlace(college, eve, runId)}`;
  await college.sql.query('update run set state = $2 where id = $1', [runId, state]);
  for (const [by, step, body] of [
    [eve, 'withdrawal', {}],
    [eve, 'transfer', { runId: other }],
    [casey, 'approval', { approved: true }],
    [casey, 'release', { reason: 'agreed_with_learner' }],
  ] as const) {
    const { body: answer } = await by.post(`${enrolment}/${step}`, body);
    expect([step, answer.status, answer.code]).toEqual([step, 409, code]);
  }
});

test('who only waits has no place to move to another run', async () => {
  const [first, next] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
  const run = await aRun(college, { capacity: 1 });
  const { id: other } = await aRun(college, { starts: [fromNow(college, { days: 60 })] });
  await first.post(`/runs/${run.id}/enrolments`, {});
  const { body: waiting } = await next.post(`/runs/${run.id}/enrolments`, {});
  const moved = await next.post(`/enrolments/${waiting.id}/transfer`, { runId: other });
  expect(moved.body).toMatchObject({ status: 409, code: 'no_place_to_move' });
});
