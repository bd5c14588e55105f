import { dataRequestKinds, dataRequestMoves, dataRequestStates } from '../../src/privacy/data-request.rules.js';
import { newId } from '../../src/platform/ids.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { aCoordinator, aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { checkedValues, triggerMoves } from '../support/catalog.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let mo: TestPerson;
let eve: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  mo = await aPerson(college, { name: 'Mo', roles: ['administrator'] });
});
beforeEach(async () => (eve = await aLearner(college, { name: 'Eve' })));
afterAll(() => college.close());

const asked = async (body: object = { kind: 'access' }) => (await eve.post('/me/data-requests', body)).body;
const inDays = (instant: string, days: number) => new Date(Date.parse(instant) + days * 86_400_000).toISOString();
const refusal = {
  outcome: 'refused',
  reason: 'It is needed for a certificate.',
  complaintRoute: 'The privacy commissioner',
};

/** A request as it stands for the person. */
const seenByEve = async (id: string) =>
  (await eve.get('/me/data-requests')).body.items.find((one: { id: string }) => one.id === id);

test('a person asks for access and sees until when the college has to answer, thirty days (BR-160)', async () => {
  const request = await asked({ kind: 'correction', wish: 'My pronouns are wrong' });
  expect(request).toMatchObject({
    kind: 'correction',
    wish: 'My pronouns are wrong',
    state: 'received',
    personId: eve.id,
    late: false,
    dueAt: inDays(request.receivedAt, 30),
    can: [],
  });
  expect(await seenByEve(request.id)).toEqual(request);
});

test('a request is a task of the administrators until it is answered, due when the answer is (BR-160)', async () => {
  const request = await asked();
  await college.deliver();
  const open = async (who: TestPerson) => (await who.get(`/staff-tasks?personId=${eve.id}`)).body.items;
  const [task, ...others] = await open(mo);
  expect([task, others]).toEqual([
    expect.objectContaining({
      kind: 'data_request',
      subjectId: request.id,
      personId: eve.id,
      dueAt: request.dueAt,
      can: ['complete', 'take'],
    }),
    [],
  ]);
  expect((await mo.get(`/staff-tasks/${task.id}`)).body.ways).toEqual([]);
  const casey = await aCoordinator(college);
  expect(await open(casey)).toEqual([]);
  expect([
    (await casey.get(`/staff-tasks/${task.id}`)).status,
    (await casey.post(`/staff-tasks/${task.id}/completion`, { outcome: 'reached' })).status,
  ]).toEqual([404, 404]);
  expect(
    (await mo.post(`/data-requests/${request.id}/extension`, { days: 10, reason: 'There is much to look through.' }))
      .body,
  ).toMatchObject({ dueAt: inDays(request.dueAt, 10) });
  await college.deliver();
  expect((await open(mo))[0].dueAt).toBe(inDays(request.dueAt, 10));
  await mo.post(`/data-requests/${request.id}/answer`, refusal);
  await college.deliver();
  expect(await open(mo)).toEqual([]);
  expect((await mo.get(`/staff-tasks/${task.id}`)).body).toMatchObject({ outcome: 'no_longer_needed', doneBy: null });
});

test('it is checked who asks, worked on, answered and put away; each step is on record without a word of the person', async () => {
  const { id } = await asked({ kind: 'access', wish: 'Everything about my courses' });
  const steps = [
    ['verification', undefined, 'verified'],
    ['start', undefined, 'working'],
    ['answer', { outcome: 'fulfilled' }, 'fulfilled'],
    ['closing', undefined, 'closed'],
  ] as const;
  for (const [step, body, state] of steps)
    expect((await mo.post(`/data-requests/${id}/${step}`, body)).body.state).toBe(state);
  const events = await college.sql.query(
    'select type, from_state as "from", to_state as "to", refs::text from event where subject_id = $1 order by at, id',
    [id],
  );
  expect(events.map(({ to }: { to: string }) => to)).toEqual([
    'received',
    'verified',
    'working',
    'fulfilled',
    'closed',
  ]);
  expect(JSON.stringify(events)).not.toContain('courses');
  expect((await eve.get('/me/reads')).body.items[0]).toMatchObject({ kind: 'data_request', reader: 'Mo' });
});

test('nothing is worked on before it is clear who asks, and nothing is answered twice', async () => {
  const { id } = await asked();
  expect((await mo.post(`/data-requests/${id}/start`)).body.code).toBe('state_conflict');
  expect((await mo.post(`/data-requests/${id}/answer`, { outcome: 'fulfilled' })).body.code).toBe('state_conflict');
  expect((await mo.post(`/data-requests/${id}/closing`)).body.code).toBe('state_conflict');
  expect((await mo.post(`/data-requests/${id}/answer`, refusal)).status).toBe(201);
  expect((await mo.post(`/data-requests/${id}/answer`, refusal)).body.code).toBe('state_conflict');
});

test('a refusal says why and where to complain, and a part says why', async () => {
  const { id } = await asked();
  await mo.post(`/data-requests/${id}/verification`);
  await mo.post(`/data-requests/${id}/start`);
  for (const body of [
    { outcome: 'refused' },
    { ...refusal, complaintRoute: undefined },
    { ...refusal, reason: undefined },
    { outcome: 'partly' },
  ]) {
    expect((await mo.post(`/data-requests/${id}/answer`, body)).body.code).toBe('data_request_answer_incomplete');
  }
  await mo.post(`/data-requests/${id}/answer`, refusal);
  expect(await seenByEve(id)).toMatchObject({
    state: 'refused',
    reason: refusal.reason,
    complaintRoute: refusal.complaintRoute,
  });
});

test('it is extended once, by at most thirty days, with a reason that the person reads', async () => {
  const { id, receivedAt } = await asked();
  expect((await mo.post(`/data-requests/${id}/extension`, { days: 31, reason: 'Many' })).status).toBe(400);
  expect((await mo.post(`/data-requests/${id}/extension`, { days: 5 })).status).toBe(400);
  expect((await mo.post(`/data-requests/${id}/extension`, { days: 30, reason: 'The archive is closed.' })).status).toBe(
    201,
  );
  expect(await seenByEve(id)).toMatchObject({
    dueAt: inDays(receivedAt, 60),
    extensionDays: 30,
    extensionReason: 'The archive is closed.',
  });
  expect((await mo.post(`/data-requests/${id}/extension`, { days: 1, reason: 'Again' })).body.code).toBe(
    'data_request_not_extended',
  );
});

test('whether the college is late follows from the dates, and a late request is not extended', async () => {
  const { id } = await asked();
  college.clock.forward({ days: 31 });
  try {
    expect(await seenByEve(id)).toMatchObject({ state: 'received', late: true });
    expect((await mo.post(`/data-requests/${id}/extension`, { days: 5, reason: 'Late' })).body.code).toBe(
      'data_request_not_extended',
    );
    await mo.post(`/data-requests/${id}/answer`, refusal);
  } finally {
    college.clock.forward({ days: -31 });
  }
  expect(await seenByEve(id)).toMatchObject({ state: 'refused', late: true });
});

test('administrators see what is open, others only their own, and nobody decides on their own', async () => {
  const { id } = await asked();
  const fay = await aLearner(college);
  expect((await fay.get('/me/data-requests')).body.items).toEqual([]);
  expect((await eve.get(`/data-requests/${id}`)).status).toBe(403);
  expect((await mo.get('/data-requests?limit=200')).body.items).toContainEqual(
    expect.objectContaining({ id, can: ['verify', 'answer', 'extend'] }),
  );
  expect((await mo.get('/data-requests?state=closed&limit=200')).body.items).not.toContainEqual(
    expect.objectContaining({ id }),
  );
  expect((await mo.get(`/data-requests/${newId()}`)).status).toBe(404);
  const own = (await mo.post('/me/data-requests', { kind: 'objection' })).body;
  expect((await mo.post(`/data-requests/${own.id}/verification`)).body.code).toBe('own_data_request');
});

test('two administrators who answer at once give one answer', async () => {
  const { id } = await asked();
  const nia = await aPerson(college, { roles: ['administrator'] });
  const answers = await Promise.all([mo, nia].map((one) => one.post(`/data-requests/${id}/answer`, refusal)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('twenty requests are open at once at most', async () => {
  for (let count = 0; count < 20; count++) await asked();
  expect((await eve.post('/me/data-requests', { kind: 'access' })).body.code).toBe('too_many_data_requests');
});

test('the database knows the same kinds, states and moves as the code', async () => {
  expect(await checkedValues(college.sql, 'data_request_kind')).toEqual([...dataRequestKinds].sort());
  expect(await checkedValues(college.sql, 'data_request_state')).toEqual([...dataRequestStates].sort());
  expect(await triggerMoves(college.sql, 'data_request_moves')).toEqual(movesOf(dataRequestMoves));
});

test.each([
  ['an earlier day', `due_at = due_at - interval '1 day'`, 'data_request_promise_stands'],
  ['a longer extension', `extension_days = 31, extension_reason = 'x'`, 'data_request_extension_is_short'],
  ['an extension without a reason', 'extension_days = 5', 'data_request_extended_with_a_reason'],
  [
    'a refusal without a reason',
    `state = 'refused', answered_at = now()`,
    'data_request_refused_says_why_and_where_to_turn',
  ],
  ['a decision on their own', 'handled_by = person_id', 'data_request_not_handled_by_oneself'],
])('the database refuses %s', async (_name, sets, constraint) => {
  const { id } = await asked();
  await expect(college.sql.query(`update data_request set ${sets} where id = $1`, [id])).rejects.toMatchObject({
    constraint,
  });
});
