import { behindTheBack } from '../support/behind-the-back.js';
import {
  aCoordinator,
  aLearner,
  aRun,
  fromNow,
  someLearners,
  type TestPerson,
  type TestRun,
} from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { letters } from '../support/outbox.js';
import { aCast, aDraftRun, anOffer } from '../sessions/a-run.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  await college.sql.query(`update college set time_zone = 'Europe/London'`);
});
afterAll(() => college.close());
beforeEach(async () => {
  college.clock.moveTo('2027-06-01T12:00:00Z');
  casey = await aCoordinator(college);
});

const enrol = async (person: TestPerson, run: TestRun): Promise<string> =>
  (await person.post(`/runs/${run.id}/enrolments`, {})).body.id;
/** What somebody says first of all; there is nothing before that a wider wish would have to be confirmed on. */
const said = async (person: TestPerson, channels: object, more: object = {}): Promise<void> => {
  await behindTheBack(college, 'delete from safe_contact where person_id = $1', [person.id]);
  expect((await person.put('/me/safe-contact', { channels, ...more })).body.waiting).toBeNull();
};
const inboxOf = async (
  person: TestPerson,
): Promise<{ kind: string; subjectId: string; text: string; usefulUntil: string }[]> =>
  (await person.get('/me/messages')).body.items;
const kindsFor = async (person: TestPerson) => (await inboxOf(person)).map(({ kind }) => kind);
const lettersTo = async ({ id }: TestPerson) =>
  (await letters(college.dataFolder)).filter((letter) => letter.includes(`To: ${id}@example.org`));
const tasksFor = async (person: TestPerson, state = 'open') =>
  (await casey.get(`/staff-tasks?personId=${person.id}&state=${state}`)).body.items;

/** What the clock does every few minutes. */
async function runJob(name: string): Promise<void> {
  await college.sql.query('select graphile_worker.add_job($1)', [name]);
  await college.deliver();
}

describe('places', () => {
  test('somebody who enrols hears that the place is kept, and who has to wait hears that', async () => {
    const [first, second] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
    const run = await aRun(college, { capacity: 1 });
    const [kept, waiting] = [await enrol(first, run), await enrol(second, run)];
    await college.deliver();
    expect(await inboxOf(first)).toMatchObject([{ kind: 'place_confirmed', subjectId: kept }]);
    expect(await inboxOf(second)).toMatchObject([{ kind: 'place_waitlisted', subjectId: waiting }]);
  });

  test('a place that comes free is offered by message, with the time to answer, and the answer is confirmed', async () => {
    const [first, second] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
    const run = await aRun(college, { capacity: 1 });
    const [kept, waiting] = [await enrol(first, run), await enrol(second, run)];
    await college.deliver();
    await first.post(`/enrolments/${kept}/withdrawal`);
    await college.deliver();
    const [offer] = await inboxOf(second);
    const { expiresAt } = (await second.get(`/enrolments/${waiting}`)).body.offer;
    expect(offer).toMatchObject({ kind: 'place_offered', subjectId: waiting, usefulUntil: expiresAt });
    expect(offer?.text).toContain('Thursday');
    await second.post(`/enrolments/${waiting}/offer/acceptance`, {});
    await college.deliver();
    expect(await kindsFor(second)).toEqual(['place_confirmed', 'place_offered', 'place_waitlisted']);
  });

  test('an offer that nobody answered in time is said to be over, to each person once', async () => {
    const [first, second, third] = (await someLearners(college, 3)) as [TestPerson, TestPerson, TestPerson];
    const run = await aRun(college, { capacity: 1, starts: [fromNow(college, { days: 30 })] });
    const kept = await enrol(first, run);
    for (const person of [second, third]) await enrol(person, run);
    await first.post(`/enrolments/${kept}/withdrawal`);
    await college.deliver();
    college.clock.forward({ hours: 49 });
    await runJob('settle-offers');
    await runJob('settle-offers');
    expect(await kindsFor(second)).toEqual(['offer_expired', 'place_offered']);
    expect(await kindsFor(third)).toEqual(['place_offered', 'place_waitlisted']);
  });

  test('an offer that was answered before its letter could go out is not mentioned any more (I-25)', async () => {
    const [first, second] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
    await said(second, { email: { allowed: true, safeHours: [{ from: '09:00', to: '10:00' }] } });
    const run = await aRun(college, { capacity: 1 });
    const [kept, waiting] = [await enrol(first, run), await enrol(second, run)];
    await first.post(`/enrolments/${kept}/withdrawal`);
    await college.deliver();
    await second.post(`/enrolments/${waiting}/offer/decline`);
    college.clock.moveTo('2027-06-02T08:30:00Z');
    await college.deliver();
    expect(await lettersTo(second)).toEqual([]);
    const states = await college.sql.query(`select kind, state from message where person_id = $1 order by kind`, [
      second.id,
    ]);
    expect(states).toEqual([
      { kind: 'place_offered', state: 'withdrawn' },
      { kind: 'place_waitlisted', state: 'withdrawn' },
    ]);
  });

  test('with no usable channel an offer becomes a task, which settles itself once it is answered (BR-51)', async () => {
    const [first, second] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
    await said(second, { phone: { allowed: true, value: '+1 555 0100' } });
    const run = await aRun(college, { capacity: 1 });
    const [kept, waiting] = [await enrol(first, run), await enrol(second, run)];
    await first.post(`/enrolments/${kept}/withdrawal`);
    await college.deliver();
    const { expiresAt } = (await second.get(`/enrolments/${waiting}`)).body.offer;
    const offerTask = (await tasksFor(second)).find(({ about }: { about: string }) => about === 'place_offered');
    expect(offerTask).toMatchObject({ reason: 'no_safe_channel', subjectId: waiting, dueAt: expiresAt });
    await second.post(`/enrolments/${waiting}/offer/decline`);
    await college.deliver();
    expect((await tasksFor(second)).map(({ about }: { about: string }) => about)).not.toContain('place_offered');
    expect(await tasksFor(second, 'done')).toMatchObject([
      { about: 'place_offered', outcome: 'no_longer_needed', doneBy: null },
    ]);
  });

  test('who makes the first step is on the list for an offer, nobody may contact them, and their own booking is confirmed (BR-147)', async () => {
    const [first, second] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
    await said(
      second,
      { inApp: { allowed: true }, phone: { allowed: true, value: '+1 555 0100' } },
      { learnerWillInitiate: true },
    );
    const run = await aRun(college, { capacity: 1 });
    const [kept] = [await enrol(first, run), await enrol(second, run)];
    await college.deliver();
    expect(await kindsFor(second)).toEqual(['place_waitlisted']);
    await first.post(`/enrolments/${kept}/withdrawal`);
    await college.deliver();
    expect(await kindsFor(second)).toEqual(['place_waitlisted']);
    const [task] = await tasksFor(second);
    expect(task).toMatchObject({ about: 'place_offered', reason: 'learner_initiates' });
    expect((await casey.get(`/staff-tasks/${task.id}`)).body.ways).toEqual([]);
  });

  test('when the college cancels a run, everybody hears it once, and nobody hears of its single dates', async () => {
    const [first, second] = (await someLearners(college, 2)) as [TestPerson, TestPerson];
    const run = await aRun(college, {
      capacity: 1,
      starts: [fromNow(college, { days: 7 }), fromNow(college, { days: 14 })],
    });
    for (const person of [first, second]) await enrol(person, run);
    await college.deliver();
    expect((await casey.post(`/runs/${run.id}/cancellation`, { reason: 'Not enough facilitators' })).status).toBe(201);
    await college.deliver();
    expect(await kindsFor(first)).toEqual(['place_cancelled', 'place_confirmed']);
    expect(await kindsFor(second)).toEqual(['place_cancelled', 'place_waitlisted']);
  });
});

describe('dates', () => {
  async function aRunWith(learners: number, starts = [fromNow(college, { days: 7 }), fromNow(college, { days: 14 })]) {
    const people = await someLearners(college, learners);
    const run = await aRun(college, { starts });
    const ids: string[] = [];
    for (const person of people) ids.push(await enrol(person, run));
    await college.deliver();
    return { people: people as [TestPerson, TestPerson, TestPerson], run, ids };
  }
  const reschedule = (sessionId: string | undefined, day: string) =>
    casey.post(`/sessions/${sessionId}/rescheduling`, { localStart: `${day}T10:00`, localEnd: `${day}T12:00` });

  test('everybody with a place hears of a new time, once for each change; who has left does not (BR-32)', async () => {
    const {
      people: [first, , third],
      run,
      ids,
    } = await aRunWith(3);
    await third.post(`/enrolments/${ids[2]}/withdrawal`);
    expect((await reschedule(run.sessionIds[0], '2027-06-10')).status).toBe(201);
    await college.deliver();
    expect(await inboxOf(first)).toMatchObject([
      { kind: 'session_rescheduled', subjectId: run.id },
      { kind: 'place_confirmed' },
    ]);
    expect(await kindsFor(third)).toEqual(['place_confirmed']);
    await reschedule(run.sessionIds[0], '2027-06-11');
    await college.deliver();
    expect(await kindsFor(first)).toEqual(['session_rescheduled', 'session_rescheduled', 'place_confirmed']);
  });

  test('when a whole series moves, each person hears of it once (BR-32)', async () => {
    const {
      people: [first],
      run,
    } = await aRunWith(1);
    const series = await casey.post(`/runs/${run.id}/session-series`, {
      firstDate: '2027-08-03',
      startTime: '10:00',
      endTime: '12:00',
      count: 3,
      plannedContactMinutes: 105,
    });
    await college.sql.query(`update session set state = 'published', published_at = $2 where series_id = $1`, [
      series.body.id,
      college.clock.now(),
    ]);
    const moved = await casey.patch(
      `/session-series/${series.body.id}`,
      { startTime: '14:00', endTime: '16:00' },
      { 'if-match': series.headers['etag'] ?? '' },
    );
    expect(moved.status).toBe(200);
    await college.deliver();
    expect(
      (
        await college.sql.query(
          `select count(*)::integer from event where type = 'session.rescheduled' and refs->>'runId' = $1`,
          [run.id],
        )
      )[0].count,
    ).toBe(3);
    expect(await kindsFor(first)).toEqual(['session_rescheduled', 'place_confirmed']);
  });

  test('a cancelled date is told once to everybody with a place (I-25)', async () => {
    const {
      people: [first, second],
      run,
    } = await aRunWith(2);
    expect(
      (await casey.post(`/sessions/${run.sessionIds[0]}/cancellation`, { reason: 'The room is flooded' })).status,
    ).toBe(201);
    await college.deliver();
    for (const person of [first, second]) {
      expect(await inboxOf(person)).toMatchObject([
        { kind: 'session_cancelled', subjectId: run.sessionIds[0] },
        { kind: 'place_confirmed' },
      ]);
    }
  });

  test('a day before, each person with a place is reminded, once, however often the job runs (I-26)', async () => {
    const {
      people: [first, second, third],
      run,
      ids,
    } = await aRunWith(3);
    college.clock.moveTo('2027-06-07T11:00:00Z');
    await runJob('remind-of-sessions');
    expect(await kindsFor(first)).toEqual(['place_confirmed']);
    await third.post(`/enrolments/${ids[2]}/withdrawal`);
    college.clock.moveTo('2027-06-07T12:30:00Z');
    for (let times = 0; times < 3; times++) await runJob('remind-of-sessions');
    const begins = (
      await college.sql.query('select starts_at from session where id = $1', [run.sessionIds[0]])
    )[0].starts_at.toISOString();
    for (const person of [first, second]) {
      expect(await inboxOf(person)).toMatchObject([
        { kind: 'session_reminder', subjectId: run.sessionIds[0], usefulUntil: begins },
        { kind: 'place_confirmed' },
      ]);
    }
    expect(await kindsFor(third)).toEqual(['place_confirmed']);
  });

  test('who got a place within the last day is not reminded of what they just booked', async () => {
    const { run } = await aRunWith(1);
    college.clock.moveTo('2027-06-07T14:00:00Z');
    const late = await aLearner(college);
    await enrol(late, run);
    await college.deliver();
    await runJob('remind-of-sessions');
    expect(await kindsFor(late)).toEqual(['place_confirmed']);
  });

  test('nobody is reminded of a cancelled date (I-25)', async () => {
    const {
      people: [first],
      run,
    } = await aRunWith(1);
    await casey.post(`/sessions/${run.sessionIds[0]}/cancellation`, { reason: 'The room is flooded' });
    college.clock.moveTo('2027-06-07T12:30:00Z');
    await runJob('remind-of-sessions');
    expect(await kindsFor(first)).toEqual(['session_cancelled', 'place_confirmed']);
  });

  test.each([
    [
      'is cancelled',
      (run: TestRun) => casey.post(`/sessions/${run.sessionIds[0]}/cancellation`, { reason: 'The room is flooded' }),
    ],
    ['is moved', (run: TestRun) => reschedule(run.sessionIds[0], '2027-06-20')],
    ['is given back', (_: TestRun, id: string, first: TestPerson) => first.post(`/enrolments/${id}/withdrawal`)],
  ])('a reminder that waits for safe hours stays away when the date %s meanwhile (I-25)', async (_, happens) => {
    const {
      people: [first],
      run,
      ids,
    } = await aRunWith(1);
    await said(first, { email: { allowed: true, safeHours: [{ from: '09:00', to: '11:00' }] } });
    college.clock.moveTo('2027-06-07T12:30:00Z');
    await runJob('remind-of-sessions');
    expect((await happens(run, ids[0] ?? '', first)).status).toBe(201);
    college.clock.moveTo('2027-06-08T08:30:00Z');
    await college.deliver();
    const reminders = await college.sql.query(
      `select state from message where person_id = $1 and kind = 'session_reminder'`,
      [first.id],
    );
    expect(reminders).toEqual([{ state: 'withdrawn' }]);
  });

  test('what has been moved is reminded of anew, at its own time', async () => {
    const {
      people: [first],
      run,
    } = await aRunWith(1, [fromNow(college, { days: 7 })]);
    college.clock.moveTo('2027-06-07T12:30:00Z');
    await runJob('remind-of-sessions');
    await reschedule(run.sessionIds[0], '2027-06-20');
    await college.deliver();
    await runJob('remind-of-sessions');
    expect(await kindsFor(first)).toEqual(['session_rescheduled', 'session_reminder', 'place_confirmed']);
    college.clock.moveTo('2027-06-19T12:00:00Z');
    await runJob('remind-of-sessions');
    expect(await kindsFor(first)).toEqual([
      'session_reminder',
      'session_rescheduled',
      'session_reminder',
      'place_confirmed',
    ]);
  });
});

test('whoever is asked to facilitate hears of it, and no task is left once they have answered', async () => {
  const cast = await aCast(college);
  await said(cast.ben, { inApp: { allowed: true } });
  const runId = await aDraftRun(cast);
  const asked = await anOffer(cast.casey, runId, cast.ben, 'learned');
  const unreachable = await anOffer(cast.casey, runId, cast.ada, 'peer');
  await college.deliver();
  expect(await inboxOf(cast.ben)).toMatchObject([{ kind: 'facilitation_offered', subjectId: asked }]);
  expect(await tasksFor(cast.ada)).toMatchObject([{ about: 'facilitation_offered', subjectId: unreachable }]);
  await cast.ada.post(`/facilitator-assignments/${unreachable}/acceptance`, {});
  await college.deliver();
  expect(await tasksFor(cast.ada)).toEqual([]);
});

test('no message to one learner, by letter or inside the service, carries anything of another or of what it is about (I-13, BR-145)', async () => {
  const [first] = (await someLearners(college, 1)) as [TestPerson];
  const other = await aLearner(college, { name: 'Marigold Quince' });
  for (const person of [first, other])
    await said(person, { email: { allowed: true }, inApp: { allowed: true } }, { discreet: false });
  const run = await aRun(college, { title: 'Living With Voices', capacity: 1 });
  const kept = await enrol(other, run);
  const waiting = await enrol(first, run);
  await college.deliver();
  await other.post(`/enrolments/${kept}/withdrawal`);
  await college.deliver();
  await first.post(`/enrolments/${waiting}/offer/acceptance`, {});
  await casey.post(`/sessions/${run.sessionIds[0]}/rescheduling`, {
    localStart: '2027-06-10T10:00',
    localEnd: '2027-06-10T12:00',
  });
  await college.deliver();
  await casey.post(`/sessions/${run.sessionIds[0]}/cancellation`, { reason: 'The room is flooded' });
  await college.deliver();

  expect(await kindsFor(first)).toEqual([
    'session_cancelled',
    'session_rescheduled',
    'place_confirmed',
    'place_offered',
    'place_waitlisted',
  ]);
  const mail = await lettersTo(first);
  expect(mail).toHaveLength(5);
  const seen = JSON.stringify([await inboxOf(first), mail]);
  for (const secret of ['Marigold', 'Quince', other.id, kept, 'Living', 'Voices', 'flooded', 'Casey', casey.id])
    expect(seen).not.toContain(secret);
});
