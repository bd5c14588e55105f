import { randomUUID } from 'node:crypto';
import { WishesAreTasks } from '../../src/reactions/wishes-are-tasks.js';
import { aCoordinator, aLearner, aPerson, aRun, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { aCast, anOpenRun } from '../sessions/a-run.js';

let college: TestCollege;
let casey: TestPerson;
let cora: TestPerson;
/** A Wednesday; the Friday after it the college is closed. */
const wednesday = '2027-03-10T09:00:00Z';
beforeAll(async () => {
  college = await openTestCollege();
  await college.sql.query(`update college set time_zone = 'UTC'`);
  await college.sql.query(`insert into closure_day (id, day, reason) values ($1, '2027-03-12', 'Spring clean')`, [
    randomUUID(),
  ]);
  casey = await aCoordinator(college);
  cora = await aCoordinator(college);
});
beforeEach(() => college.clock.moveTo(wednesday));
afterAll(() => college.close());

const tasksOf = async ({ id }: TestPerson, state = 'open') => {
  await college.deliver();
  return (await casey.get(`/staff-tasks?personId=${id}&state=${state}`)).body.items;
};
const wishesOf = async (person: TestPerson) => {
  await college.deliver();
  return (await person.get('/me/wishes')).body.items;
};
const messagesOf = async (person: TestPerson, kind: string) =>
  (await person.get('/me/messages')).body.items.filter((message: { kind: string }) => message.kind === kind);
const linesOf = async (person: TestPerson) => {
  await college.deliver();
  return (await person.get('/reports/today')).body.wishes;
};

async function aWelcomeWish() {
  const robin = await aLearner(college, { name: 'Robin' });
  await robin.put('/me/registration', { welcomeConversationWanted: true });
  const [task] = await tasksOf(robin);
  return { robin, task };
}

async function anAdjustment(starts: Date[] = [new Date('2027-04-10T10:00:00Z')]) {
  const eve = await aLearner(college, { name: 'Eve' });
  const run = await aRun(college, { starts });
  const enrolment = (await eve.post(`/runs/${run.id}/enrolments`, {})).body.id;
  const adjustment = (await eve.post(`/enrolments/${enrolment}/adjustments`, { wish: 'A quiet corner' })).body.id;
  const [task] = await tasksOf(eve);
  return { eve, run, enrolment, adjustment, task };
}

async function aSupervisionWish() {
  college.clock.moveTo('2027-03-01T12:00:00Z');
  const cast = await aCast(college);
  const { sessionIds } = await anOpenRun(cast, ['2027-03-10T02:00']);
  const session = String(sessionIds[0]);
  college.clock.moveTo(wednesday);
  await cast.ben.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [cast.ada.id, cast.ben.id] });
  const notes = { wentWell: 'Our secret words', supervisionWanted: true };
  expect((await cast.ben.put(`/sessions/${session}/debrief`, notes)).status).toBe(200);
  return { ...cast, session, notes };
}

test('a welcome conversation asked for is a task, due in five working days, and is answered (BR-184)', async () => {
  const { robin, task } = await aWelcomeWish();
  expect(task).toMatchObject({
    kind: 'welcome_conversation',
    subjectId: robin.id,
    dueAt: '2027-03-19T00:00:00.000Z',
    takenBy: null,
    can: ['complete', 'take'],
  });
  expect(await wishesOf(robin)).toMatchObject([
    { kind: 'welcome_conversation', dueAt: task.dueAt, taken: false, answeredAt: null, answer: null },
  ]);
  expect((await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached' })).body).toMatchObject({
    status: 422,
    code: 'task_outcome_unfit',
  });
  const done = await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'date_offered' });
  expect(done.body).toMatchObject({ outcome: 'date_offered', doneBy: casey.id });
  expect(await wishesOf(robin)).toMatchObject([{ answer: 'date_offered', answeredAt: expect.any(String) }]);
  const [message] = await messagesOf(robin, 'wish_answered');
  expect(message.subjectId).toBe(robin.id);
  expect(message.text).not.toMatch(/welcome|conversation/i);
});

test('said again it opens no second task, taken back none is left, asked anew it is a new one (BR-184)', async () => {
  const { robin, task } = await aWelcomeWish();
  await robin.put('/me/registration', { welcomeConversationWanted: true });
  expect(await tasksOf(robin)).toHaveLength(1);
  await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'held' });
  await robin.put('/me/registration', { welcomeConversationWanted: true, heardFrom: 'A friend' });
  expect(await tasksOf(robin)).toEqual([]);

  college.clock.forward({ hours: 1 });
  await robin.put('/me/registration', { welcomeConversationWanted: false });
  await robin.put('/me/registration', { welcomeConversationWanted: true });
  expect(await tasksOf(robin)).toHaveLength(1);
  await robin.put('/me/registration', { welcomeConversationWanted: false });
  expect(await tasksOf(robin)).toEqual([]);
  expect(await messagesOf(robin, 'wish_answered')).toHaveLength(1);
});

test.each(['pause', 'leaving'])('after a %s nobody asks after a wish any more (BR-184, BR-192)', async (how) => {
  const { robin } = await aWelcomeWish();
  expect((await robin.post(`/me/registration/${how}`)).status).toBeLessThan(300);
  expect(await tasksOf(robin)).toEqual([]);
  expect((await robin.get('/me/registration')).body.welcomeConversationWanted).toBe(false);
});

test('of somebody who was erased no wish is left, and late jobs bring none back (BR-184, BR-227)', async () => {
  const robin = await aLearner(college);
  await robin.put('/me/registration', { welcomeConversationWanted: true });
  expect((await robin.post('/me/erasure')).status).toBe(200);
  expect(await tasksOf(robin)).toEqual([]);
});

test('an adjustment is answered in three working days, and before the next session in any case (BR-184)', async () => {
  expect((await anAdjustment()).task).toMatchObject({ kind: 'adjustment', dueAt: '2027-03-17T00:00:00.000Z' });
  const soon = new Date('2027-03-11T10:00:00Z');
  const { run, eve } = await anAdjustment([soon]);
  expect(await tasksOf(eve)).toMatchObject([{ dueAt: soon.toISOString() }]);
  // A session that is planned before it draws the day nearer.
  const later = await anAdjustment([new Date('2027-03-16T10:00:00Z')]);
  expect(later.task.dueAt).toBe('2027-03-16T10:00:00.000Z');
  expect(run.id).not.toBe(later.run.id);
  await college.sql.query(
    `
      update session set starts_at = starts_at - interval '1 day', ends_at = ends_at - interval '1 day',
        local_start = local_start - interval '1 day', local_end = local_end - interval '1 day'
      where run_id = $1`,
    [later.run.id],
  );
  await college.app.get(WishesAreTasks).followAll();
  expect(await tasksOf(later.eve)).toMatchObject([{ dueAt: '2027-03-15T10:00:00.000Z' }]);
});

test.each([
  ['agreement', { action: 'We keep one free' }],
  ['impossibility', { reason: 'No room', alternative: 'A seat by the door' }],
])('an adjustment is answered where it was asked, by %s, and its learner is told (BR-184)', async (step, words) => {
  const { eve, adjustment, task } = await anAdjustment();
  expect(task.can).toEqual(['take']);
  expect((await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'held' })).body).toMatchObject({
    status: 422,
    code: 'task_answered_elsewhere',
  });
  expect((await casey.post(`/adjustments/${adjustment}/${step}`, words)).status).toBe(201);
  expect(await tasksOf(eve)).toEqual([]);
  expect(await wishesOf(eve)).toMatchObject([{ kind: 'adjustment', subjectId: adjustment, answer: 'answered' }]);
  expect(await messagesOf(eve, 'wish_answered')).toMatchObject([{ subjectId: adjustment }]);
  const [{ logged }] = await college.sql.query(
    `select json_agg(e)::text as logged from event e where person_id = $1 or actor_id = $1`,
    [eve.id],
  );
  expect(logged).not.toContain('quiet corner');
});

test.each(['the adjustment', 'the place'])(
  'taking back %s settles the task of the adjustment (BR-184)',
  async (what) => {
    const { eve, enrolment, adjustment } = await anAdjustment();
    const route = what === 'the place' ? `/enrolments/${enrolment}/withdrawal` : `/adjustments/${adjustment}/ending`;
    expect((await eve.post(route)).status).toBe(201);
    expect(await tasksOf(eve)).toEqual([]);
    expect(await wishesOf(eve)).toMatchObject([{ answer: 'no_longer_needed' }]);
  },
);

test.each([true, false])('a request for a place is a task until it is decided (%s) (BR-184)', async (approved) => {
  const run = await aRun(college, { approvalNeeded: true });
  const fay = await aLearner(college);
  const { id } = (await fay.post(`/runs/${run.id}/enrolments`, {})).body;
  expect(await tasksOf(fay)).toMatchObject([
    { kind: 'approval', subjectId: id, dueAt: '2027-03-17T00:00:00.000Z', can: ['take'] },
  ]);
  expect((await casey.post(`/enrolments/${id}/approval`, { approved })).status).toBe(201);
  expect(await tasksOf(fay)).toEqual([]);
  expect(await wishesOf(fay)).toMatchObject([{ kind: 'approval', answer: 'answered' }]);
});

test('supervision asked for reaches coordinators and nobody else, without the notes (BR-39, BR-184)', async () => {
  const { ada, ben, session, notes } = await aSupervisionWish();
  const [task, ...more] = await tasksOf(ben);
  expect(more).toEqual([]);
  expect(task).toMatchObject({ kind: 'supervision', subjectId: session, dueAt: '2027-03-19T00:00:00.000Z' });
  expect(JSON.stringify((await casey.get(`/staff-tasks/${task.id}`)).body)).not.toContain('secret');
  expect((await casey.get(`/sessions/${session}/debrief`)).status).toBe(403);
  expect((await ada.get(`/staff-tasks/${task.id}`)).status).toBe(403);
  const mo = await aPerson(college, { roles: ['administrator'] });
  expect((await mo.get(`/staff-tasks/${task.id}`)).status).toBe(404);
  expect((await mo.post(`/staff-tasks/${task.id}/taking`)).status).toBe(404);

  await ben.put(`/sessions/${session}/debrief`, { ...notes, toChange: 'More water' });
  expect(await tasksOf(ben)).toHaveLength(1);
  await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'held' });
  await ben.put(`/sessions/${session}/debrief`, notes);
  expect(await tasksOf(ben)).toEqual([]);
  expect(await wishesOf(ben)).toMatchObject([{ kind: 'supervision', subjectId: session, answer: 'held' }]);
});

test('supervision that is taken back is no task any more (BR-184)', async () => {
  const { ben, session, notes } = await aSupervisionWish();
  expect(await tasksOf(ben)).toHaveLength(1);
  await ben.put(`/sessions/${session}/debrief`, { ...notes, supervisionWanted: false });
  expect(await tasksOf(ben)).toEqual([]);
});

test('a task is everybody’s until one takes it: of two at once the second is told so (BR-184)', async () => {
  const { robin, task } = await aWelcomeWish();
  const take = (who: TestPerson) => who.post(`/staff-tasks/${task.id}/taking`);
  const answers = await Promise.all([take(casey), take(cora)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('task_taken_already');
  const [taken, other] = answers[0]?.status === 201 ? [casey, cora] : [cora, casey];
  expect((await taken.get(`/staff-tasks/${task.id}`)).body).toMatchObject({
    takenBy: taken.id,
    can: ['complete', 'give_back'],
  });
  expect((await wishesOf(robin))[0].taken).toBe(true);
  expect((await take(taken)).status).toBe(201);
  expect((await other.post(`/staff-tasks/${task.id}/completion`, { outcome: 'held' })).body).toMatchObject({
    status: 409,
    code: 'task_taken_already',
  });
  // Whoever has it may be ill.
  expect((await other.post(`/staff-tasks/${task.id}/giving-back`)).body).toMatchObject({ takenBy: null });
  expect((await take(other)).status).toBe(201);
  expect((await other.post(`/staff-tasks/${task.id}/completion`, { outcome: 'held' })).status).toBe(201);
  expect((await take(other)).body.code).toBe('task_done_already');
});

test('what somebody took is everybody’s again once they coordinate no more (BR-184)', async () => {
  const { task } = await aWelcomeWish();
  const gone = await aCoordinator(college);
  await gone.post(`/staff-tasks/${task.id}/taking`);
  const mo = await aPerson(college, { roles: ['administrator'] });
  expect((await mo.delete(`/people/${gone.id}/roles/coordinator`)).status).toBeLessThan(300);
  await college.deliver();
  expect((await casey.get(`/staff-tasks/${task.id}`)).body.takenBy).toBeNull();
});

test('nobody takes or answers what they asked for themselves (BR-184, BR-208)', async () => {
  const own = await aPerson(college, { roles: ['coordinator'] });
  await own.put('/me/registration', { welcomeConversationWanted: true });
  const [task] = await tasksOf(own);
  for (const [step, body] of [
    ['taking', {}],
    ['giving-back', {}],
    ['completion', { outcome: 'held' }],
  ] as const)
    expect((await own.post(`/staff-tasks/${task.id}/${step}`, body)).body).toMatchObject({
      status: 422,
      code: 'own_record',
    });
  expect((await own.get(`/staff-tasks/${task.id}`)).body.can).toEqual([]);
  await expect(
    college.sql.query('update staff_task set taken_by = person_id, taken_at = opened_at where id = $1', [task.id]),
  ).rejects.toThrow('staff_task_taken_by_another');
  await expect(
    college.sql.query(`update staff_task set done_at = opened_at, outcome = 'reached', done_by = $2 where id = $1`, [
      task.id,
      casey.id,
    ]),
  ).rejects.toThrow('staff_task_wish_is_answered');
});

test('today has a line for each kind of wish, and only for those who may answer it (BR-184)', async () => {
  const before = await linesOf(casey);
  expect(before.map(({ kind }: { kind: string }) => kind)).toEqual([
    'welcome_conversation',
    'adjustment',
    'approval',
    'supervision',
  ]);
  await aWelcomeWish();
  const own = await aPerson(college, { roles: ['coordinator'] });
  await own.put('/me/registration', { welcomeConversationWanted: true });
  expect((await linesOf(casey))[0]).toEqual({ ...before[0], open: before[0].open + 2 });
  expect((await linesOf(own))[0].open).toBe(before[0].open + 1);
  college.clock.moveTo('2027-03-19T00:00:00Z');
  expect((await linesOf(casey))[0]).toEqual({
    kind: 'welcome_conversation',
    open: before[0].open + 2,
    overdue: before[0].open + 2,
  });
  const mo = await aPerson(college, { roles: ['administrator'] });
  expect((await linesOf(mo)) as unknown[]).toEqual([]);
});

test('coordinators are reminded once of what is overdue, in words that tell nothing (BR-145, BR-184)', async () => {
  const { robin, task } = await aWelcomeWish();
  const [one, other] = [await aCoordinator(college), await aCoordinator(college)];
  for (const person of [one, other, robin])
    expect((await person.put('/me/safe-contact', { channels: { inApp: { allowed: true } } })).status).toBe(200);
  const reminders = async (person: TestPerson) => {
    await college.app.get(WishesAreTasks).remind();
    await college.deliver();
    return (await messagesOf(person, 'wish_overdue')).filter(
      ({ subjectId }: { subjectId: string }) => subjectId === task.id,
    );
  };
  expect(await reminders(one)).toEqual([]);
  await other.post(`/staff-tasks/${task.id}/taking`);
  college.clock.moveTo('2027-03-19T08:00:00Z');
  expect(await reminders(other)).toHaveLength(1);
  expect(await reminders(other)).toHaveLength(1);
  // Whoever took it sees to it; everybody else is left alone.
  expect(await reminders(one)).toEqual([]);
  expect(await reminders(robin)).toEqual([]);
});

test('what was lost on the way is found at night, and the audit would have named it (BR-184)', async () => {
  const { robin } = await aWelcomeWish();
  await college.sql.query('delete from staff_task where person_id = $1', [robin.id]);
  college.clock.forward({ hours: 1 });
  expect((await brokenPromises(college)).join()).toContain('wish.has_a_reader');
  await college.app.get(WishesAreTasks).followAll();
  expect(await tasksOf(robin)).toHaveLength(1);
  expect(await brokenPromises(college)).toEqual([]);
});
