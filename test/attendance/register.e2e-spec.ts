import { Database } from '../../src/platform/database/database.js';
import { aCoordinator, aLearner, aPerson, fromNow } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCourse, aFacilitator, aPlace, cancelSession, deliver, mark, type TestCourse } from './a-course.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** A course whose first session has just ended. */
async function afterSession(options: Parameters<typeof aCourse>[1] = {}): Promise<TestCourse & { session: string }> {
  const course = await aCourse(college, { starts: [fromNow(college, { minutes: 10 })], capacity: 30, ...options });
  college.clock.forward({ hours: 2, minutes: 11 });
  return { ...course, session: course.sessionIds[0] };
}

const register = async (course: TestCourse & { session: string }) =>
  (await course.ada.get(`/sessions/${course.session}/register`)).body;

test('a facilitator fills in the whole register in one call, and it says what was recorded', async () => {
  const course = await afterSession({ learners: 4 });
  const [a, b, c, d] = course.enrolmentIds;
  const results = await mark(
    course.ada,
    course.session,
    { enrolmentId: a, state: 'present' },
    { enrolmentId: b, state: 'late', arrivedMin: 40 },
    { enrolmentId: c, state: 'left_early', leftMin: 60 },
    { enrolmentId: d, state: 'dna' },
  );
  expect(results).toMatchObject({
    recorded: 4,
    refused: 0,
    rows: [{ status: 200, state: 'present', version: 1 }, { state: 'late' }, { state: 'left_early' }, { state: 'dna' }],
  });
  const { rows, can, locked } = await register(course);
  expect(
    rows.map((row: { enrolmentId: string; state: string; minutesPresent: number }) => [
      row.enrolmentId,
      row.state,
      row.minutesPresent,
    ]),
  ).toEqual([
    // Forty minutes late misses 40; leaving after 60 has 60 before the break; the break counts for nobody.
    [a, 'present', 105],
    [b, 'late', 65],
    [c, 'left_early', 60],
    [d, 'dna', 0],
  ]);
  expect([can, locked]).toEqual([['mark'], false]);
});

test('a mark of a year that nothing can write refuses its own row by its place, and a leap second none', async () => {
  const course = await afterSession({ learners: 2 });
  const [a, b] = course.enrolmentIds;
  const leap = college.clock
    .now()
    .toISOString()
    .replace(/:\d\d\.\d+Z$/, ':60Z');
  const { rows, recorded } = await mark(
    course.ada,
    course.session,
    { enrolmentId: a, state: 'present', occurredAt: leap },
    { enrolmentId: b, state: 'present', occurredAt: '9999-12-31T23:59:59-23:59' },
  );
  expect(recorded).toBe(1);
  expect(rows).toMatchObject([
    { status: 200, state: 'present', problem: null },
    {
      status: 400,
      problem: {
        code: 'validation_failed',
        errors: [{ pointer: '/rows/1/occurredAt', code: 'not_an_instant' }],
      },
    },
  ]);
});

test('a refused row is named and the others are recorded', async () => {
  const course = await afterSession({ learners: 2 });
  const stranger = await afterSession({ learners: 1 });
  const { rows, recorded, refused } = await mark(
    course.ada,
    course.session,
    { enrolmentId: course.enrolmentIds[0], state: 'present', minutesPresent: 106 },
    { enrolmentId: stranger.enrolmentIds[0], state: 'present' },
    { enrolmentId: course.enrolmentIds[1], state: 'present' },
  );
  expect([recorded, refused]).toEqual([1, 2]);
  expect(
    rows.map(({ status, problem }: { status: number; problem: { code: string } | null }) => [status, problem?.code]),
  ).toEqual([
    [422, 'minutes_exceed_session'],
    [404, 'not_on_register'],
    [200, undefined],
  ]);
  expect(rows[0].problem.detail).toContain('105 minutes');
});

test.each([
  ['more minutes than the session has', { state: 'present', minutesPresent: 106 }, 'minutes_exceed_session'],
  ['hours after the end', { state: 'present', arrivedMin: 0, leftMin: 400 }, 'minutes_exceed_session'],
  ['arriving long before the start', { state: 'present', arrivedMin: -45, leftMin: 20 }, 'presence_outside_session'],
  ['leaving before arriving', { state: 'present', arrivedMin: 50, leftMin: 20 }, 'times_not_in_order'],
  [
    'times away that overlap',
    {
      state: 'present',
      away: [
        { from: 10, to: 30 },
        { from: 20, to: 40 },
      ],
    },
    'times_not_in_order',
  ],
  ['late without a time', { state: 'late' }, 'times_missing'],
  ['minutes of somebody who was absent', { state: 'dna', minutesPresent: 5 }, 'no_minutes_when_absent'],
  ['a mark from the future', { state: 'present', occurredAt: '2999-01-01T00:00:00Z' }, 'occurred_in_future'],
])('a register refuses %s (BR-63, I-30)', async (_, row, code) => {
  const course = await afterSession({ learners: 1 });
  const { rows } = await mark(course.ada, course.session, { enrolmentId: course.enrolmentIds[0], ...row });
  expect(rows[0].problem.code).toBe(code);
  expect((await register(course)).version).toBe(0);
});

test('time away in the middle and before the start does not count as present', async () => {
  const course = await afterSession({ learners: 1 });
  await mark(course.ada, course.session, {
    enrolmentId: course.enrolmentIds[0],
    state: 'present',
    arrivedMin: -10,
    leftMin: 120,
    away: [{ from: 20, to: 40 }],
  });
  expect((await register(course)).rows[0].minutesPresent).toBe(85);
});

test('an absence cannot be recorded before the session, but an apology can', async () => {
  const course = await aCourse(college, { starts: [fromNow(college, { days: 1 })], learners: 2 });
  const { rows } = await mark(
    course.ada,
    course.sessionIds[0],
    { enrolmentId: course.enrolmentIds[0], state: 'dna' },
    { enrolmentId: course.enrolmentIds[0], state: 'present' },
    { enrolmentId: course.enrolmentIds[1], state: 'apology' },
  );
  expect(rows.map(({ problem }: { problem: { code: string } | null }) => problem?.code)).toEqual([
    'absence_before_start',
    'session_not_started',
    undefined,
  ]);
});

test('an event that a device sends again is recorded once, in the same call or later (I-28)', async () => {
  const course = await afterSession({ learners: 2 });
  const row = { enrolmentId: course.enrolmentIds[0], state: 'present', clientEventId: 'tablet-1' };
  expect((await mark(course.ada, course.session, row, row)).rows).toMatchObject([
    { replayed: false, version: 1 },
    { replayed: true, version: 1 },
  ]);
  expect((await mark(course.ada, course.session, row)).rows).toMatchObject([
    { status: 200, replayed: true, version: 1 },
  ]);
  const { rows } = await mark(course.ada, course.session, { ...row, enrolmentId: course.enrolmentIds[1] });
  expect(rows[0]).toMatchObject({ status: 409, problem: { code: 'client_event_reused' } });
});

test('a mark made offline counts by when it happened, not by when it arrives, and both are kept', async () => {
  const course = await afterSession({ learners: 1 });
  const enrolmentId = course.enrolmentIds[0];
  const { rows } = await mark(course.ada, course.session, { enrolmentId, state: 'left_early', leftMin: 60 });
  const early = fromNow(college, { minutes: -100 });
  await mark(course.ada, course.session, { enrolmentId, state: 'present', occurredAt: early.toISOString() });
  const { body } = await course.ada.get(`/attendance/${rows[0].attendanceId}`);
  expect(body).toMatchObject({
    state: 'left_early',
    minutesPresent: 60,
    version: 2,
    marks: [{ state: 'left_early' }, { state: 'present', occurredAt: early.toISOString() }],
  });
  expect(Date.parse(body.marks[1].recordedAt)).toBeGreaterThan(early.getTime());
});

test('marks are never overwritten, not even by the database user of the API (I-29)', async () => {
  const course = await afterSession({ learners: 1 });
  await mark(course.ada, course.session, { enrolmentId: course.enrolmentIds[0], state: 'present' });
  await mark(course.ada, course.session, { enrolmentId: course.enrolmentIds[0], state: 'excused' });
  expect((await register(course)).rows[0]).toMatchObject({ state: 'excused', version: 2, minutesPresent: 0 });
  await expect(college.sql.query(`update attendance_mark set state = 'dna'`)).rejects.toThrow('only grows');
  await expect(college.sql.query('delete from presence')).rejects.toThrow('only grows');
});

test('the database itself refuses presence that overlaps or lies outside the session', async () => {
  const course = await afterSession({ learners: 1 });
  const times = { state: 'left_early', arrivedMin: 0, leftMin: 60 };
  await mark(course.ada, course.session, { enrolmentId: course.enrolmentIds[0], ...times });
  const [{ id }] = await college.sql.query('select id from attendance_mark where session_id = $1', [course.session]);
  const add = (from: number, to: number) =>
    college.sql.query(
      `
        insert into presence
        select $1, id, int4range($3, $4)
        from session
        where id = $2`,
      [id, course.session, from, to],
    );
  await expect(add(10, 20)).rejects.toThrow('presence_never_overlaps');
  await expect(add(120, 200)).rejects.toThrow('presence outside the session');
  await add(60, 120);
});

test('whoever saw an older version of a row is told so in that row', async () => {
  const course = await afterSession({ learners: 1 });
  const row = { enrolmentId: course.enrolmentIds[0], version: 0 };
  expect((await mark(course.ada, course.session, { ...row, state: 'present' })).rows[0].status).toBe(200);
  expect((await mark(course.ada, course.session, { ...row, state: 'dna' })).rows[0]).toMatchObject({
    status: 412,
    state: 'present',
    version: 1,
    problem: { code: 'stale' },
  });
});

test('two facilitators who fill in the same register at once lose no mark, and both get an answer', async () => {
  const course = await afterSession({ learners: 20 });
  const ben = await aFacilitator(college, course.runId, { name: 'Ben' });
  const rounds = Array.from({ length: 5 }, () => [course.ada, ben]).flat();
  const answers = await Promise.all(
    rounds.map((who, round) =>
      who.put(`/sessions/${course.session}/register`, {
        rows: course.enrolmentIds.map((enrolmentId) => ({
          enrolmentId,
          state: 'present',
          clientEventId: `${round}-${enrolmentId}`,
        })),
      }),
    ),
  );
  expect(answers.map(({ status, body }) => [status, body.recorded])).toEqual(rounds.map(() => [200, 20]));
  const { rows, version } = await register(course);
  expect(version).toBe(200);
  expect(new Set(rows.map((row: { version: number }) => row.version))).toEqual(new Set([10]));
  const [{ doubled }] = await college.sql.query(
    `
      select count(*)::int as doubled
      from (select from attendance_mark where session_id = $1 group by attendance_id, sequence having count(*) > 1) d`,
    [course.session],
  );
  expect(doubled).toBe(0);
});

test('of two who saw the same version of a row at once, exactly one is recorded', async () => {
  const course = await afterSession({ learners: 1 });
  const ben = await aFacilitator(college, course.runId, { name: 'Ben' });
  const row = { enrolmentId: course.enrolmentIds[0], version: 0 };
  const [one, other] = await Promise.all([
    mark(course.ada, course.session, { ...row, state: 'present' }),
    mark(ben, course.session, { ...row, state: 'dna' }),
  ]);
  expect([one.rows[0].status, other.rows[0].status].sort()).toEqual([200, 412]);
});

test.each([
  ['three statements between begin and commit', 'present', 3],
  ['one more where somebody did not come, however many', 'dna', 4],
])('a register of twenty takes %s', async (_, missing, expected) => {
  const course = await afterSession({ learners: 20 });
  let statements = 0;
  const database = college.app.get(Database);
  const transaction = database.transaction.bind(database);
  database.transaction = (work) =>
    transaction(async (tx) => {
      const client = (await tx.queryRunner?.connect()) as { query: (...all: unknown[]) => unknown };
      const query = client.query.bind(client);
      client.query = (...all) => (statements++, query(...all));
      try {
        return await work(tx);
      } finally {
        client.query = query;
      }
    });
  try {
    await mark(
      course.ada,
      course.session,
      ...course.enrolmentIds.map((enrolmentId, index) => ({
        enrolmentId,
        state: index % 3 === 0 ? missing : 'present',
      })),
    );
  } finally {
    database.transaction = transaction;
  }
  expect(statements).toBe(expected);
});

test('a register locks seven days after delivery; then only a coordinator corrects it, and what stood before is still told (BR-62)', async () => {
  const course = await afterSession({ learners: 2 });
  const coordinator = await aCoordinator(college);
  const [first, second] = course.enrolmentIds;
  const { rows } = await mark(course.ada, course.session, { enrolmentId: first, state: 'dna' });
  await deliver(college, course.session);
  college.clock.forward({ days: 6, hours: 23 });
  expect((await mark(course.ada, course.session, { enrolmentId: first, state: 'excused' })).recorded).toBe(1);
  college.clock.forward({ hours: 2 });
  const refusal = await course.ada.put(`/sessions/${course.session}/register`, {
    rows: [{ enrolmentId: first, state: 'present' }],
  });
  expect([refusal.status, refusal.body.code]).toEqual([409, 'register_locked']);
  expect((await register(course)).can).toEqual([]);

  const correction = await coordinator.post(`/attendance/${rows[0].attendanceId}/corrections`, {
    state: 'late',
    arrivedMin: 30,
    reason: 'The sign-in sheet says so.',
  });
  expect(correction.status).toBe(201);
  expect(correction.body).toMatchObject({
    state: 'late',
    minutesPresent: 75,
    version: 3,
    can: ['correct'],
    marks: [
      { state: 'dna', reason: null },
      { state: 'excused' },
      { state: 'late', source: 'correction', reason: 'The sign-in sheet says so.', recordedBy: coordinator.id },
    ],
  });
  const late = await mark(coordinator, course.session, { enrolmentId: second, state: 'present' });
  expect(late.rows[0].problem.code).toBe('reason_missing');
  expect(
    (
      await mark(coordinator, course.session, {
        enrolmentId: second,
        state: 'present',
        reason: 'Nobody had filled it in.',
      })
    ).recorded,
  ).toBe(1);
  expect(
    (await course.ada.post(`/attendance/${rows[0].attendanceId}/corrections`, { state: 'present', reason: 'Mine' }))
      .status,
  ).toBe(403);
});

test('a correction without a reason is refused', async () => {
  const course = await afterSession({ learners: 1 });
  const { rows } = await mark(course.ada, course.session, { enrolmentId: course.enrolmentIds[0], state: 'present' });
  const answer = await (
    await aCoordinator(college)
  ).post(`/attendance/${rows[0].attendanceId}/corrections`, { state: 'dna' });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '/reason']);
});

test('a register is hidden from everybody but the co-facilitators of the run and coordinators', async () => {
  const course = await afterSession({ learners: 1 });
  const other = await aPerson(college, { roles: ['facilitator'] });
  const path = `/sessions/${course.session}/register`;
  expect((await course.learners[0]?.get(path))?.status).toBe(403);
  expect((await other.get(path)).status).toBe(404);
  expect((await other.put(path, { rows: [{ enrolmentId: course.enrolmentIds[0], state: 'present' }] })).status).toBe(
    404,
  );
  expect((await (await aCoordinator(college)).get(path)).status).toBe(200);
  college.clock.forward({ days: 20 });
  expect((await course.ada.get(path)).body).toMatchObject({ status: 403, code: 'roster_closed' });
});

test('a register shows chosen names and pronouns and nothing else about people', async () => {
  const course = await afterSession({ learners: 1 });
  const [row] = (await register(course)).rows;
  expect(Object.keys(row).sort()).toEqual([
    'arrivedMin',
    'attendanceId',
    'chosenName',
    'enrolmentId',
    'leftMin',
    'minutesPresent',
    'mode',
    'noteCode',
    'occurredAt',
    'pronouns',
    'recordedAt',
    'source',
    'state',
    'version',
  ]);
});

test('a cancelled session counts for nobody: its rows say so and nothing can be recorded (BR-33)', async () => {
  const course = await afterSession({ learners: 1 });
  await mark(course.ada, course.session, { enrolmentId: course.enrolmentIds[0], state: 'dna' });
  await cancelSession(college, course.session);
  // Without a session that stands the run has no days on which its facilitators see its people (BR-210).
  const path = `/sessions/${course.session}/register`;
  expect((await course.ada.get(path)).body).toMatchObject({ code: 'roster_closed' });
  const coordinator = await aCoordinator(college);
  expect((await coordinator.get(path)).body.rows[0]).toMatchObject({ state: 'session_cancelled', minutesPresent: 0 });
  const answer = await coordinator.put(`/sessions/${course.session}/register`, {
    rows: [{ enrolmentId: course.enrolmentIds[0], state: 'present' }],
  });
  expect([answer.status, answer.body.code]).toEqual([409, 'session_cancelled']);
});

test('whoever joined after a session is not absent from it', async () => {
  const course = await afterSession({ learners: 1 });
  const late = await aLearner(college);
  const enrolmentId = await aPlace(college, late, course.runId);
  expect(
    (await register(course)).rows.find((row: { enrolmentId: string }) => row.enrolmentId === enrolmentId).state,
  ).toBe('not_yet_enrolled');
  expect((await mark(course.ada, course.session, { enrolmentId, state: 'dna' })).rows[0].problem.code).toBe(
    'not_on_register',
  );
});

test("learners read their own attendance and nobody else's", async () => {
  const course = await afterSession({ learners: 2 });
  const { rows } = await mark(course.ada, course.session, { enrolmentId: course.enrolmentIds[0], state: 'present' });
  const [eve, fay] = course.learners;
  expect((await eve?.get(`/enrolments/${course.enrolmentIds[0]}/attendance`))?.body).toMatchObject({
    items: [{ state: 'present', minutesPresent: 105, can: [] }],
    next: null,
  });
  expect((await fay?.get(`/enrolments/${course.enrolmentIds[0]}/attendance`))?.status).toBe(404);
  expect((await fay?.get(`/attendance/${rows[0].attendanceId}`))?.status).toBe(404);
  expect((await eve?.get(`/attendance/${rows[0].attendanceId}`))?.status).toBe(200);
});

test('nobody drops in on a cancelled session, and who was not there has no minutes', async () => {
  const course = await afterSession();
  const casey = await aCoordinator(college);
  const { rows } = await mark(course.ada, course.session, { enrolmentId: course.enrolmentIds[0], state: 'present' });
  const absent = { state: 'dna', minutesPresent: 30, reason: 'Somebody else.' };
  expect((await casey.post(`/attendance/${rows[0].attendanceId}/corrections`, absent)).body).toMatchObject({
    status: 422,
    code: 'no_minutes_when_absent',
  });
  const other = await aCourse(college, { mode: 'drop_in', capacity: null });
  await cancelSession(college, other.sessionIds[0]);
  const dropIns = { anonymousCount: 1 };
  expect((await casey.post(`/sessions/${other.sessionIds[0]}/drop-ins`, dropIns)).body).toMatchObject({
    status: 409,
    code: 'session_cancelled',
  });
});
