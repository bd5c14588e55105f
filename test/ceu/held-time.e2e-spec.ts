import { mark } from '../attendance/a-course.js';
import { expecting } from '../courses/co-production.js';
import { aCertification } from '../sessions/a-run.js';
import { aCoordinator, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCreditedCourse, type CreditedCourse, entriesOf } from './credited.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  casey = await aCoordinator(college);
});
afterAll(() => college.close());
beforeEach(() => college.clock.moveTo('2027-03-01T12:00:00Z'));

interface Rules {
  rounding?: string;
  attendancePercent?: number;
  partialCredit?: string;
  approver?: string;
  minimumMinutes?: number;
}

const course = (sessions: number, learners: number, rules: Rules) =>
  aCreditedCourse(college, {
    learners,
    starts: Array.from({ length: sessions }, (_, index) => fromNow(college, { days: 7 * (index + 1) })),
    approval: { presenterMinutes: true, ...rules },
  });

/** One session was held; the learners were there as the rows say. */
async function hold(run: CreditedCourse, index: number, delivery: object, ...rows: object[]): Promise<void> {
  const id = run.sessionIds[index] ?? '';
  college.clock.moveTo((await expecting(200, casey.get(`/sessions/${id}`))).body.endsAt);
  const marked = run.enrolmentIds.map((enrolmentId, learner) => ({
    enrolmentId,
    state: 'present',
    ...rows[learner],
  }));
  await mark(run.ada, id, ...marked);
  await expecting(201, run.ada.post(`/sessions/${id}/delivery`, { presentFacilitatorIds: [run.ada.id], ...delivery }));
  await settle();
}

async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await college.deliver();
}

const finish = async ({ runId }: CreditedCourse) => {
  await expecting(201, casey.post(`/runs/${runId}/closing`));
  await settle();
};

const standing = async (person: TestPerson) =>
  (await entriesOf(person))
    .filter(({ state }) => state === 'awarded' || state === 'corrected')
    .map(({ minutes, printed }) => [minutes, printed]);

const minutesOf = async ({ enrolmentIds }: CreditedCourse, learner: TestPerson) =>
  (await expecting(200, learner.get(`/enrolments/${enrolmentIds[0]}/attendance`))).body.items.map(
    ({ minutesPresent }: { minutesPresent: number }) => minutesPresent,
  );

const brokenPromises = async ({ administrator }: CreditedCourse) =>
  (await expecting(200, administrator.get('/operations/invariants'))).body.invariants
    .filter(({ violations }: { violations: number }) => violations > 0)
    .map(({ code }: { code: string }) => code);

test.each<[string, Rules, string]>([
  ['to the nearest tenth of IACET', { rounding: 'iacet_nearest_tenth' }, '0.2 IACET CEU'],
  ['to the whole hour below', { approver: 'naadac', rounding: 'floor_to_hour' }, '2 CE hours'],
  ['to hours of fifty minutes', { approver: 'nbcc', rounding: 'hour_from_50_minutes' }, '2 CE hours'],
])(
  'who learned and who presented 105 and 30 delivered minutes has credit for 135, %s (BR-177)',
  async (_, rules, printed) => {
    const run = await course(2, 1, { attendancePercent: 100, ...rules });
    const [eve] = run.learners as [TestPerson];
    await hold(run, 0, {});
    await hold(run, 1, { deliveredContactMinutes: 30 });
    await finish(run);
    expect(await minutesOf(run, eve)).toEqual([105, 30]);
    expect(await standing(eve)).toEqual([[135, printed]]);
    expect(await standing(run.ada)).toEqual([[135, printed]]);
    expect((await entriesOf(eve))[0]).toMatchObject({
      categories: [
        { category: 'boundaries', minutes: 96 },
        { category: 'ethics', minutes: 39 },
      ],
    });
    const transcript = (await expecting(200, eve.get('/me/transcript'))).body;
    expect(JSON.stringify(transcript)).toContain('135');
    const [paper] = (await expecting(200, eve.get('/me/certificates'))).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'attendance',
    );
    expect(paper.facts.at(-1).value).toBe('2 hours 15 minutes');
  },
);

test('45 of 105 minutes, cut to the whole hour, are no credit, for whatever was planned (BR-110, 177)', async () => {
  const run = await course(1, 1, { approver: 'naadac', rounding: 'floor_to_hour', attendancePercent: 100 });
  const [eve] = run.learners as [TestPerson];
  await hold(run, 0, { deliveredContactMinutes: 45 });
  await finish(run);
  expect(await minutesOf(run, eve)).toEqual([45]);
  expect([await entriesOf(eve), await entriesOf(run.ada)]).toEqual([[], []]);
});

test('all or nothing is all that was held, and a threshold asks for a share of it (BR-110, 177)', async () => {
  const run = await course(1, 3, { attendancePercent: 80, partialCredit: 'none' });
  const [eve, fay, gil] = run.learners as [TestPerson, TestPerson, TestPerson];
  await hold(
    run,
    0,
    { deliveredContactMinutes: 60 },
    {},
    { state: 'late', arrivedMin: 10 },
    { state: 'left_early', leftMin: 40 },
  );
  await finish(run);
  expect([await standing(eve), await standing(fay), await standing(gil)]).toEqual([
    [[60, '0.1 IACET CEU']],
    [[60, '0.1 IACET CEU']],
    [],
  ]);
});

test('who came when it was over, or left before it began, has no minutes of it; more than planned earns no more', async () => {
  const run = await course(2, 3, { attendancePercent: 1, partialCredit: 'actual' });
  const [eve, fay, gil] = run.learners as [TestPerson, TestPerson, TestPerson];
  await hold(
    run,
    0,
    { deliveredContactMinutes: 30, startedMin: 20 },
    {},
    { state: 'late', arrivedMin: 55 },
    { state: 'left_early', leftMin: 15 },
  );
  await hold(run, 1, { deliveredContactMinutes: 118 });
  await finish(run);
  expect(await Promise.all([eve, fay, gil, run.ada].map(standing))).toEqual([
    [[135, '0.2 IACET CEU']],
    [[105, '0.2 IACET CEU']],
    [[105, '0.2 IACET CEU']],
    [[135, '0.2 IACET CEU']],
  ]);
});

test('how long it was can be said anew until the register locks, and the ledger follows by a reversal and an award (BR-229)', async () => {
  const run = await course(1, 1, { attendancePercent: 100 });
  const [eve] = run.learners as [TestPerson];
  await aCertification(casey, run.ada);
  const [session] = run.sessionIds;
  const correct = (body: object) => run.ada.put(`/sessions/${session}/delivery`, body);
  expect((await correct({})).body.code).toBe('session_not_delivered');
  await hold(run, 0, {});
  await finish(run);
  await expecting(200, correct({ deliveredContactMinutes: 90, startedMin: 10 }));
  await settle();
  expect((await run.ada.get(`/sessions/${session}/delivery`)).body).toMatchObject({
    deliveredContactMinutes: 90,
    startedMin: 10,
  });
  for (const person of [eve, run.ada])
    expect((await entriesOf(person)).map(({ state, minutes }) => [state, minutes])).toEqual([
      ['reversed', 105],
      [null, -105],
      ['corrected', 90],
    ]);
  expect(await minutesOf(run, eve)).toEqual([90]);
  const practised = (await expecting(200, casey.get('/practice-logs?limit=200'))).body.items;
  expect(practised.filter(({ sessionId }: { sessionId: string }) => sessionId === session)).toMatchObject([
    { personId: run.ada.id, minutes: 90 },
  ]);
  const { body: rows } = await expecting(200, eve.get(`/enrolments/${run.enrolmentIds[0]}/attendance`));
  await expecting(
    201,
    casey.post(`/attendance/${rows.items[0].id}/corrections`, {
      state: 'left_early',
      leftMin: 70,
      reason: 'As noted.',
    }),
  );
  await settle();
  expect(await standing(eve)).toEqual([]);
  expect((await correct({ deliveredContactMinutes: 121 })).body.code).toBe('delivered_minutes_exceed_session');
  expect((await correct({ startedMin: 1000 })).body.code).toBe('session_not_begun');
  college.clock.forward({ days: 8 });
  expect((await correct({ deliveredContactMinutes: 90 })).body.code).toBe('delivery_locked');
});

test('a run that stops half-way ends alike, whether it is cancelled or each session that is left (BR-61, BR-228)', async () => {
  const ended = async (stop: (run: CreditedCourse) => Promise<void>) => {
    college.clock.moveTo('2027-03-01T12:00:00Z');
    const run = await course(3, 4, { attendancePercent: 100 });
    await hold(
      run,
      0,
      { deliveredContactMinutes: 90 },
      {},
      { state: 'dna' },
      { state: 'apology' },
      { state: 'expected' },
    );
    await stop(run);
    await settle();
    const people = run.learners.map(async (learner, index) => ({
      state: (await learner.get(`/enrolments/${run.enrolmentIds[index]}`)).body.state,
      papers: (await learner.get('/me/certificates')).body.items.map(({ kind }: { kind: string }) => kind).sort(),
      credit: await standing(learner),
      told: (await learner.get('/me/messages?limit=200')).body.items.map(({ kind }: { kind: string }) => kind).sort(),
    }));
    return { people: await Promise.all(people), presenter: await standing(run.ada), run };
  };
  const cancelled = await ended(async ({ runId }) => {
    await expecting(201, casey.post(`/runs/${runId}/cancellation`, { reason: 'The roof leaks.' }));
  });
  const finished = await ended(async (run) => {
    for (const id of run.sessionIds.slice(1))
      await expecting(201, casey.post(`/sessions/${id}/cancellation`, { reason: 'The roof leaks.' }));
    await finish(run);
  });
  const alike = ({ people }: Awaited<ReturnType<typeof ended>>) =>
    people.slice(0, 3).map(({ state, papers, credit }) => ({ state, papers, credit }));
  expect(alike(cancelled)).toEqual(alike(finished));
  // Everybody hears, and of what ends with its run once.
  expect(cancelled.people.map(({ told }) => told.filter((kind: string) => kind.endsWith('cancelled')))).toEqual([
    ['run_cancelled'],
    ['run_cancelled'],
    ['run_cancelled'],
    ['place_cancelled'],
  ]);
  expect(cancelled.people.map(({ state }) => state)).toEqual([
    'completed',
    'not_completed',
    'not_completed',
    'cancelled_by_college',
  ]);
  expect(cancelled.people[0]).toMatchObject({ papers: ['attendance', 'ceu'], credit: [[90, '0.2 IACET CEU']] });
  expect([cancelled.presenter, finished.presenter]).toEqual([[[90, '0.2 IACET CEU']], [[90, '0.2 IACET CEU']]]);

  const { run } = cancelled;
  const promises = ['ceu.credits_held_time', 'certificate.attendance_completed', 'certificate.ceu_awarded'];
  expect((await brokenPromises(run)).filter((code: string) => promises.includes(code))).toEqual([]);
  const [, fay] = run.learners as [TestPerson, TestPerson];
  const { body: rows } = await expecting(200, fay.get(`/enrolments/${run.enrolmentIds[1]}/attendance`));
  const { id } = rows.items.find(({ state }: { state: string }) => state === 'dna');
  await expecting(201, casey.post(`/attendance/${id}/corrections`, { state: 'present', reason: 'She was there.' }));
  await settle();
  expect(await standing(fay)).toEqual([[90, '0.2 IACET CEU']]);
});
