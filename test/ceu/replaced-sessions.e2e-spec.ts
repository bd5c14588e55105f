import { mark, type TestCourse } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, fromNow, type TestPerson } from '../support/builders.js';
import { aCertification } from '../sessions/a-run.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCreditedCourse, entriesOf } from './credited.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(() => college.close());
beforeEach(() => college.clock.moveTo('2027-03-01T12:00:00Z'));

const wall = (at: Date) => at.toISOString().slice(0, 16);

/** The session was held; the learners were there or not. */
async function hold(course: TestCourse, sessionId: string, present: readonly boolean[]): Promise<void> {
  const { endsAt } = (await expecting(200, casey.get(`/sessions/${sessionId}`))).body;
  college.clock.moveTo(endsAt);
  await mark(
    course.ada,
    sessionId,
    ...course.enrolmentIds.map((enrolmentId, index) => ({ enrolmentId, state: present[index] ? 'present' : 'dna' })),
  );
  await expecting(201, course.ada.post(`/sessions/${sessionId}/delivery`, { presentFacilitatorIds: [course.ada.id] }));
  await college.deliver();
}

/** Its peer is certified, so that sessions can be added, and holds them as a peer. */
async function aCreditedRun(): Promise<TestCourse> {
  const run = await aCreditedCourse(college, {
    learners: 3,
    starts: [fromNow(college, { days: 7 }), fromNow(college, { days: 14 })],
    approval: { attendancePercent: 100, partialCredit: 'actual', presenterMinutes: true },
  });
  await aCertification(casey, run.ada);
  return run;
}

test('a session that is held instead of a cancelled one holds what that would have held, and is credited so (BR-176)', async () => {
  const run = await aCreditedRun();
  const [first, second = ''] = run.sessionIds;
  const planned = (await expecting(200, casey.get(`/sessions/${first}`))).body;
  expect(planned).toMatchObject({ planOrder: 1, title: 'Session 1' });
  await expecting(201, run.ada.post(`/sessions/${first}/cancellation`, { reason: 'Snow' }));
  const replacing = await expecting(
    201,
    run.ada.post(`/runs/${run.runId}/sessions`, {
      localStart: wall(fromNow(college, { days: 21 })),
      localEnd: wall(fromNow(college, { days: 21, hours: 2 })),
      accessNote: 'The door at the back.',
    }),
  );
  expect(replacing.body).toMatchObject({ planOrder: 1, title: 'Session 1', plannedContactMinutes: 105 });
  await expecting(201, run.ada.post(`/sessions/${replacing.body.id}/publication`));

  await hold(run, second, [true, true, false]);
  await hold(run, replacing.body.id, [true, false, true]);
  await expecting(201, casey.post(`/runs/${run.runId}/closing`));
  await college.deliver();
  const credited = await Promise.all(
    run.learners.map(async (learner) => (await entriesOf(learner)).map(({ minutes }) => minutes)),
  );
  expect(credited).toEqual([[210], [], []]);
  expect((await entriesOf(run.ada)).map(({ minutes }) => minutes)).toEqual([210]);

  const shown = (await expecting(200, run.learners[0]!.get('/me/agenda?from=2027-01-01'))).body.items;
  expect(shown.map(({ title }: { title: string }) => title)).toEqual(['Session 1', 'Session 2', 'Session 1']);
});

test('an extra meeting holds nothing that is planned, earns nothing, and is called after the course', async () => {
  const run = await aCreditedRun();
  const extra = await expecting(
    201,
    run.ada.post(`/runs/${run.runId}/sessions`, {
      localStart: wall(fromNow(college, { days: 1 })),
      localEnd: wall(fromNow(college, { days: 1, hours: 2 })),
      plannedContactMinutes: 105,
      accessNote: 'The door at the back.',
    }),
  );
  expect(extra.body).toMatchObject({ planOrder: null, title: 'Building Better Boundaries' });
  await expecting(201, run.ada.post(`/sessions/${extra.body.id}/publication`));
  for (const session of [extra.body.id, ...run.sessionIds]) await hold(run, session, [true, true, true]);
  await expecting(201, casey.post(`/runs/${run.runId}/closing`));
  await college.deliver();
  expect((await entriesOf(run.learners[0]!)).map(({ minutes }) => minutes)).toEqual([210]);
});
