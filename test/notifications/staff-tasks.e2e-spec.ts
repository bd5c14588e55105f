import { type Intent, NotificationService } from '../../src/notifications/notification.service.js';
import { newId } from '../../src/platform/ids.js';
import { aCoordinator, aPerson, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let casey: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  await college.sql.query(`update college set time_zone = 'Europe/London'`);
  college.clock.moveTo('2027-06-01T12:00:00Z');
  casey = await aCoordinator(college);
});
afterAll(() => college.close());

/** Somebody with these wishes, and the task of telling them something that no message could. */
async function taskFor(channels: object, more: object = {}, intent: Partial<Intent> = {}) {
  const robin = await aPerson(college);
  await robin.put('/me/safe-contact', { channels, ...more });
  await college.app.get(NotificationService).intend({
    personId: robin.id,
    kind: 'place_cancelled',
    subjectId: newId(),
    notAfter: fromNow(college, { days: 2 }),
    ...intent,
  });
  await college.deliver();
  const [task] = (await casey.get(`/staff-tasks?personId=${robin.id}`)).body.items;
  return { robin, task };
}

const phone = {
  allowed: true,
  value: '+1 555 0100',
  safeHours: [{ from: '18:00', to: '20:00' }],
  leaveMessage: 'vague',
  whoMayAnswer: 'my sister',
};

test('a task names the person, and its own page the ways they said are safe, with neutral words', async () => {
  const { robin, task } = await taskFor({ phone, sms: { allowed: false, value: '555 0199' } });
  expect(task).toMatchObject({
    personId: robin.id,
    chosenName: 'Robin',
    reason: 'no_safe_channel',
    can: ['complete', 'take'],
  });
  expect(task).not.toHaveProperty('ways');
  const { body } = await casey.get(`/staff-tasks/${task.id}`);
  expect(body.ways).toEqual([
    {
      channel: 'phone',
      value: '+1 555 0100',
      safeHours: phone.safeHours,
      nextSafeAt: '2027-06-01T17:00:00.000Z',
      leaveMessage: 'vague',
      whoMayAnswer: 'my sister',
    },
  ]);
  expect(body.neutralWords.length).toBeLessThanOrEqual(160);
});

test('that somebody read the ways is recorded, with who and for which task (BR-163)', async () => {
  const { robin, task } = await taskFor({ phone });
  await casey.get(`/staff-tasks/${task.id}`);
  const [read, ...more] = await college.sql.query(
    `select distinct reader_id, record_id, outcome from record_read where kind = 'staff_task' and record_id = $1`,
    [task.id],
  );
  expect(more).toEqual([]);
  expect(read).toEqual({ reader_id: casey.id, record_id: task.id, outcome: 'read' });
  expect((await robin.get('/me/reads')).body.items[0]).toMatchObject({
    kind: 'staff_task',
    reason: 'getting_in_touch',
    reader: 'Casey',
    actingRoles: ['coordinator'],
  });
});

test('where no way is safe a task offers none', async () => {
  const { task } = await taskFor({ phone: { ...phone, allowed: false } });
  expect((await casey.get(`/staff-tasks/${task.id}`)).body.ways).toEqual([]);
});

test('of a preference that is a year old no way is offered (BR-148)', async () => {
  const { task } = await taskFor({ phone });
  college.clock.forward({ days: 366 });
  expect((await casey.get(`/staff-tasks/${task.id}`)).body.ways).toEqual([]);
  college.clock.moveTo('2027-06-01T12:00:00Z');
});

test('a task is done once, by whom and how, and then shows no way any more', async () => {
  const { task } = await taskFor({ phone });
  const done = await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached' });
  expect(done.body).toMatchObject({
    id: task.id,
    outcome: 'reached',
    doneBy: casey.id,
    doneAt: expect.any(String),
    can: [],
  });
  expect((await casey.get(`/staff-tasks/${task.id}`)).body.ways).toEqual([]);
  expect((await casey.post(`/staff-tasks/${task.id}/giving-back`)).body).toMatchObject({
    status: 409,
    code: 'task_done_already',
  });
  const again = await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'not_reached' });
  expect(again.status).toBe(409);
  expect(again.body.code).toBe('task_done_already');
});

test('of two people who finish a task at once, one is told that it is done', async () => {
  const { task } = await taskFor({ phone });
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
});

test('an outcome is a word of a list, never a note', async () => {
  const { task } = await taskFor({ phone });
  expect((await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'was in tears' })).status).toBe(400);
  expect(
    (await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached', note: 'was in tears' })).status,
  ).toBe(400);
});

test('the most pressing comes first, page by page', async () => {
  const robin = await aPerson(college);
  for (const days of [3, 1, 2]) {
    await college.app.get(NotificationService).intend({
      personId: robin.id,
      kind: 'place_cancelled',
      subjectId: newId(),
      notAfter: fromNow(college, { days }),
    });
  }
  await college.deliver();
  const list = `/staff-tasks?personId=${robin.id}&limit=2`;
  const first = (await casey.get(list)).body;
  const rest = (await casey.get(`${list}&cursor=${first.next}`)).body;
  const due = [...first.items, ...rest.items].map(({ dueAt }: { dueAt: string }) => dueAt.slice(0, 10));
  expect(due).toEqual(['2027-06-02', '2027-06-03', '2027-06-04']);
  expect(rest.next).toBeNull();
});

test.each(['learner', 'facilitator', 'panel_member', 'analyst'] as const)(
  'tasks are not open to a %s',
  async (role) => {
    const { task } = await taskFor({ phone });
    const somebody = await aPerson(college, { roles: role === 'learner' ? [] : [role] });
    expect((await somebody.get('/staff-tasks')).status).toBe(403);
    expect((await somebody.get(`/staff-tasks/${task.id}`)).status).toBe(403);
    expect((await somebody.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached' })).status).toBe(403);
  },
);

test('how somebody may be reached is nothing for administrators: of these tasks they see none', async () => {
  const { task } = await taskFor({ phone });
  const mo = await aPerson(college, { roles: ['administrator'] });
  expect((await mo.get('/staff-tasks')).body.items).toEqual([]);
  expect((await mo.get(`/staff-tasks/${task.id}`)).status).toBe(404);
  expect((await mo.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached' })).status).toBe(404);
});
