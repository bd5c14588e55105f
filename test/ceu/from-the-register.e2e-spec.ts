import { deliver, mark } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCoordinator, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCreditedCourse, type CreditedCourse, entriesOf } from './credited.js';

let college: TestCollege;
let course: CreditedCourse;
let eve: TestPerson;
let fay: TestPerson;
let gil: TestPerson;

/** The reference story: Eve attends all, Fay comes 40 minutes late to the first session, Gil misses it. */
beforeAll(async () => {
  college = await openTestCollege();
  course = await aCreditedCourse(college, {
    learners: 3,
    starts: [fromNow(college, { minutes: 10 }), fromNow(college, { days: 7 })],
    approval: { attendancePercent: 80, presenterMinutes: true },
  });
  [eve, fay, gil] = course.learners as [TestPerson, TestPerson, TestPerson];
  const [first, second] = course.sessionIds as [string, string];
  const [e, f, g] = course.enrolmentIds;
  college.clock.forward({ hours: 3 });
  await mark(
    course.ada,
    first,
    { enrolmentId: e, state: 'present' },
    { enrolmentId: f, state: 'late', arrivedMin: 40 },
    { enrolmentId: g, state: 'dna' },
  );
  await deliver(college, first);
  college.clock.forward({ days: 7 });
  await deliver(college, second);
  await mark(course.ada, second, ...[e, f, g].map((enrolmentId) => ({ enrolmentId, state: 'present' })));
  await settle();
});
afterAll(() => college.close());

const settle = async (): Promise<void> => {
  for (let round = 0; round < 3; round++) await college.deliver();
};

test('credit follows from the registers: real minutes, one rounding, a threshold (BR-109 to BR-111)', async () => {
  expect(await entriesOf(eve)).toMatchObject([
    {
      minutes: 210,
      printed: '0.4 IACET CEU',
      categories: [
        { category: 'boundaries', minutes: 150 },
        { category: 'ethics', minutes: 60 },
      ],
    },
  ]);
  expect(await entriesOf(fay)).toMatchObject([{ minutes: 170, printed: '0.3 IACET CEU' }]);
  expect(await entriesOf(gil)).toEqual([]);
  const [award] = await entriesOf(fay);
  const { body } = await course.administrator.get(`/ce-ledger/${award?.id}`);
  expect(body.sessions).toMatchObject([
    { order: 1, allowableMinutes: 105, creditableMinutes: 65 },
    { order: 2, creditableMinutes: 105 },
  ]);
});

test('a certificate of attendance never waits for credit (BR-61, 113)', async () => {
  const kindsOf = async (person: TestPerson) =>
    (await person.get('/me/certificates')).body.items.map(({ kind }: { kind: string }) => kind).sort();
  expect(await kindsOf(gil)).toEqual(['attendance']);
  expect(await kindsOf(eve)).toEqual(['attendance', 'ceu']);
});

test('a correction of the register corrects the credit, by a reversal and a new award (I-32)', async () => {
  const coordinator = await aCoordinator(college);
  const { body: register } = await expecting(200, course.ada.get(`/sessions/${course.sessionIds[0]}/register`));
  const { attendanceId } = register.rows.find(
    ({ enrolmentId }: { enrolmentId: string }) => enrolmentId === course.enrolmentIds[0],
  );
  await expecting(
    201,
    coordinator.post(`/attendance/${attendanceId}/corrections`, {
      state: 'late',
      arrivedMin: 40,
      reason: 'The sign-in sheet says so.',
    }),
  );
  await settle();
  expect(await entriesOf(eve)).toMatchObject([
    { state: 'reversed', minutes: 210 },
    { minutes: -210 },
    { state: 'corrected', minutes: 170, printed: '0.3 IACET CEU' },
  ]);
});

test('who presented is credited for the sessions in which they were in the room, once the run is over', async () => {
  expect(await entriesOf(course.ada)).toEqual([]);
  for (const [index, sessionId] of course.sessionIds.entries()) {
    await college.sql.query(
      `
        insert into facilitator_presence (
          session_id, person_id, delivery_role, present, certified, recorded_by, recorded_at
        )
        values ($1, $2, 'peer', $3, true, $2, $4)`,
      [sessionId, course.ada.id, index === 0, college.clock.now()],
    );
  }
  await expecting(201, (await aCoordinator(college)).post(`/runs/${course.runId}/closing`));
  await settle();
  expect(await entriesOf(course.ada)).toMatchObject([{ role: 'presenter', minutes: 105, printed: '0.2 IACET CEU' }]);
});
