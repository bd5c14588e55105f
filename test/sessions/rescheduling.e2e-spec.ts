import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, aDraftRun, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
let learner: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
  learner = await aLearner(college);
});
afterAll(() => college.close());

const eventsOf = async (subjectId: string): Promise<{ type: string; refs: Record<string, unknown> }[]> =>
  college.sql.query('select type, refs from event where subject_id = $1 order by at, id', [subjectId]);

test('a published session that moves stays the same session, with old and new times, who and when on record (BR-32)', async () => {
  const {
    sessionIds: [session = ''],
  } = await anOpenRun(cast, ['2027-01-12T10:00']);
  const direct = await cast.ben.get(`/sessions/${session}`);
  const refused = await cast.ben.patch(
    `/sessions/${session}`,
    { localStart: '2027-01-13T10:00', localEnd: '2027-01-13T12:00' },
    { 'if-match': direct.headers['etag'] ?? '' },
  );
  expect(refused.body).toMatchObject({ status: 409, code: 'session_published' });

  const moved = await cast.ben.post(`/sessions/${session}/rescheduling`, {
    localStart: '2027-01-12T10:20',
    localEnd: '2027-01-12T12:20',
  });
  expect(moved.body).toMatchObject({
    id: session,
    state: 'published',
    localStart: '2027-01-12T10:20',
    startsAt: '2027-01-12T17:20:00.000Z',
  });
  expect(moved.body.moves).toEqual([
    {
      fromStartsAt: '2027-01-12T17:00:00.000Z',
      fromEndsAt: '2027-01-12T19:00:00.000Z',
      toStartsAt: '2027-01-12T17:20:00.000Z',
      toEndsAt: '2027-01-12T19:20:00.000Z',
      freeWithdrawal: false,
      movedAt: expect.any(String),
      movedBy: cast.ben.id,
      movedByPerson: null,
    },
  ]);
  const far = await cast.ada.post(`/sessions/${session}/rescheduling`, {
    localStart: '2027-01-12T13:00',
    localEnd: '2027-01-12T15:00',
  });
  expect(far.body.moves.map(({ freeWithdrawal }: { freeWithdrawal: boolean }) => freeWithdrawal)).toEqual([
    false,
    true,
  ]);
  expect(
    (await learner.get(`/sessions/${session}`)).body.moves.map(({ movedBy }: { movedBy: string | null }) => movedBy),
  ).toEqual([null, null]);
  expect(
    (await eventsOf(session)).filter(({ type }) => type === 'session.rescheduled').map(({ refs }) => refs),
  ).toMatchObject([
    { freeWithdrawal: false, from: '2027-01-12T17:00:00.000Z', to: '2027-01-12T17:20:00.000Z' },
    { freeWithdrawal: true, from: '2027-01-12T17:20:00.000Z', to: '2027-01-12T20:00:00.000Z' },
  ]);
});

test('a record of a move stays as it was written', async () => {
  await expect(college.sql.query('update session_rescheduling set free_withdrawal = false')).rejects.toThrow(
    'only grows',
  );
});

test('strangers do not move or cancel a session (BR-31)', async () => {
  const {
    sessionIds: [session = ''],
  } = await anOpenRun(cast, ['2027-01-14T10:00']);
  const stranger = await aPerson(college, { roles: ['facilitator'] });
  for (const person of [stranger, learner]) {
    expect(
      (
        await person.post(`/sessions/${session}/rescheduling`, {
          localStart: '2027-01-15T10:00',
          localEnd: '2027-01-15T12:00',
        })
      ).status,
    ).toBe(403);
    expect((await person.post(`/sessions/${session}/cancellation`, { reason: 'No.' })).status).toBe(403);
  }
  expect((await learner.get(`/sessions/${session}`)).body).toMatchObject({
    state: 'published',
    localStart: '2027-01-14T10:00',
    moves: [],
  });
});

test('a cancelled session stays on record, frees its people and its room, and is told with its reason (BR-33)', async () => {
  const {
    sessionIds: [session = ''],
  } = await anOpenRun(cast, ['2027-01-20T10:00']);
  const other = await aDraftRun(cast);
  const clash = await cast.casey.post(`/runs/${other}/sessions`, {
    localStart: '2027-01-20T11:00',
    localEnd: '2027-01-20T13:00',
    plannedContactMinutes: 60,
  });
  expect(clash.body).toMatchObject({ status: 409, code: 'room_double_booked' });

  const cancelled = await cast.ada.post(`/sessions/${session}/cancellation`, {
    reason: 'The building is closed that day.',
  });
  expect(cancelled.body).toMatchObject({
    state: 'cancelled',
    cancellationReason: 'The building is closed that day.',
    can: [],
  });
  expect((await learner.get(`/sessions/${session}`)).body).toMatchObject({ state: 'cancelled' });
  expect((await eventsOf(session)).at(-1)).toMatchObject({ type: 'session.cancelled', refs: { announced: true } });
  await aSession(cast.casey, other, '2027-01-20T11:00');
  await expect(
    college.sql.query(`update session set state = 'published', cancelled_at = null where id = $1`, [session]),
  ).rejects.toThrow('is not a move');
});

test('cancelling a run cancels what was not held yet, as one change', async () => {
  const { id: run, sessionIds } = await anOpenRun(cast, ['2027-01-25T10:00', '2027-02-01T10:00']);
  const draft = await aSession(cast.ben, run, '2027-02-08T10:00');
  college.clock.moveTo('2027-01-25T18:00:00Z');
  await cast.ben.post(`/sessions/${sessionIds[0]}/delivery`, { presentFacilitatorIds: [cast.ada.id, cast.ben.id] });
  const cancelled = await cast.casey.post(`/runs/${run}/cancellation`, {
    reason: 'Too few people could come this term.',
  });
  expect(cancelled.body).toMatchObject({
    state: 'cancelled',
    cancellationReason: 'Too few people could come this term.',
  });
  const states = (await cast.casey.get(`/runs/${run}/sessions`)).body.items.map(
    ({ state }: { state: string }) => state,
  );
  expect(states).toEqual(['delivered', 'cancelled', 'cancelled']);
  expect((await eventsOf(String(sessionIds[1]))).at(-1)?.refs).toMatchObject({ changeSet: run, announced: true });
  expect((await eventsOf(draft)).at(-1)?.refs).toMatchObject({ changeSet: run, announced: false });
  const late = await cast.casey.post(`/runs/${run}/sessions`, {
    localStart: '2027-02-15T10:00',
    localEnd: '2027-02-15T12:00',
  });
  expect(late.body).toMatchObject({ status: 409, code: 'run_closed' });
  college.clock.moveTo('2027-01-04T12:00:00Z');
});

test('a stale change of a session never wins (I-55)', async () => {
  const run = await aDraftRun(cast);
  const session = await aSession(cast.casey, run, '2027-03-01T10:00');
  const seen = await cast.casey.get(`/sessions/${session}`);
  const match = { 'if-match': seen.headers['etag'] ?? '' };
  expect((await cast.casey.patch(`/sessions/${session}`, { title: 'Mine' }, match)).status).toBe(200);
  expect((await cast.casey.patch(`/sessions/${session}`, { title: 'Too late' }, match)).status).toBe(412);
  expect((await cast.casey.patch(`/sessions/${session}`, { title: 'No version' })).status).toBe(428);
  expect((await cast.casey.get(`/sessions/${session}`)).body.title).toBe('Mine');
});
