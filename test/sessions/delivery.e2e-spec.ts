import { aLearner, aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, anAcceptance, aCertification, anOpenRun, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());
beforeEach(async () => {
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
});

const start = '2027-01-12T10:00';
const during = '2027-01-12T17:30:00Z';

const theSession = async (at = start): Promise<{ run: string; session: string; ada: string }> => {
  const { id, sessionIds, adaAssignment } = await anOpenRun(cast, [at]);
  return { run: id, session: String(sessionIds[0]), ada: adaAssignment };
};

test('a session counts as co-delivered when the peer and a colleague were both in the room (BR-29)', async () => {
  const { session } = await theSession();
  const early = await cast.ben.post(`/sessions/${session}/delivery`, {
    presentFacilitatorIds: [cast.ada.id, cast.ben.id],
  });
  expect(early.body).toMatchObject({ status: 422, code: 'session_not_begun' });
  college.clock.moveTo(during);
  const delivered = await cast.ben.post(`/sessions/${session}/delivery`, {
    presentFacilitatorIds: [cast.ada.id, cast.ben.id],
  });
  expect(delivered.body).toMatchObject({
    state: 'delivered',
    coDelivered: true,
    deliveredContactMinutes: 105,
    can: ['debrief'],
  });
  expect((await cast.casey.get(`/sessions/${session}/delivery`)).body).toMatchObject({
    coDelivered: true,
    countsTowardsPeerShare: true,
    waiverReason: null,
  });
});

test('without the peer in the room a session was not co-delivered, whoever was rostered (BR-29)', async () => {
  const { session } = await theSession();
  college.clock.moveTo(during);
  const delivered = await cast.ben.post(`/sessions/${session}/delivery`, {
    presentFacilitatorIds: [cast.ben.id],
    deliveredContactMinutes: 90,
  });
  expect(delivered.body).toMatchObject({ state: 'delivered', coDelivered: false, deliveredContactMinutes: 90 });
  const { body } = await cast.ben.get(`/sessions/${session}/delivery`);
  expect(body.countsTowardsPeerShare).toBe(true);
  expect(
    body.facilitators.map(({ personId, present }: { personId: string; present: boolean }) => [personId, present]),
  ).toEqual(
    expect.arrayContaining([
      [cast.ada.id, false],
      [cast.ben.id, true],
    ]),
  );
});

test('only people who accepted the run can have been in the room, and not for longer than the session lasted', async () => {
  const { session } = await theSession();
  college.clock.moveTo(during);
  const stranger = await aPerson(college, { roles: ['facilitator'] });
  expect(
    (await cast.ben.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [stranger.id] })).body,
  ).toMatchObject({ status: 422, code: 'not_on_this_run' });
  const long = await cast.ben.post(`/sessions/${session}/delivery`, {
    presentFacilitatorIds: [],
    deliveredContactMinutes: 121,
  });
  expect(long.body).toMatchObject({ status: 422, code: 'delivered_minutes_exceed_session' });
  expect((await stranger.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [] })).status).toBe(403);
  expect((await cast.ben.get(`/sessions/${session}`)).body.state).toBe('published');
});

test('when the peer drops out and cannot be replaced, a session with a waiver leaves the peer share (BR-28)', async () => {
  const { run, session, ada } = await theSession();
  college.clock.moveTo('2027-01-11T18:00:00Z');
  expect((await cast.casey.post(`/sessions/${session}/waiver`, { reason: 'To be safe.' })).body).toMatchObject({
    status: 422,
    code: 'waiver_not_needed',
  });
  expect((await cast.ada.post(`/facilitator-assignments/${ada}/standing-down`, {})).body).toMatchObject({
    state: 'stood_down',
  });
  expect((await cast.casey.get(`/runs/${run}`)).body).toMatchObject({ state: 'open', atRisk: true });

  college.clock.moveTo(during);
  const waiver = await cast.casey.post(`/sessions/${session}/waiver`, {
    reason: 'Nobody else could be found at such short notice.',
  });
  expect(waiver.body).toMatchObject({
    countsTowardsPeerShare: false,
    waiverReason: 'Nobody else could be found at such short notice.',
  });
  expect((await cast.casey.post(`/sessions/${session}/waiver`, { reason: 'Once more.' })).body).toMatchObject({
    status: 409,
    code: 'waiver_given',
  });
  expect(
    (await cast.ben.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [cast.ben.id] })).body,
  ).toMatchObject({ state: 'delivered', coDelivered: false });
});

test('a peer who drops out in good time is replaced, not waived (BR-28)', async () => {
  const { run, session, ada } = await theSession();
  college.clock.moveTo('2027-01-10T12:00:00Z');
  await cast.ada.post(`/facilitator-assignments/${ada}/standing-down`, { reason: 'Another duty on these days.' });
  expect((await cast.casey.post(`/sessions/${session}/waiver`, { reason: 'Please.' })).body).toMatchObject({
    status: 422,
    code: 'waiver_not_open',
  });

  const gia = await aPerson(college, { name: 'Gia', roles: ['facilitator'] });
  await aCertification(cast.casey, gia);
  await anAcceptance(cast.casey, run, gia, 'peer');
  college.clock.moveTo(during);
  expect((await cast.casey.get(`/runs/${run}`)).body.atRisk).toBe(false);
  expect(
    (await gia.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [gia.id, cast.ben.id] })).body
      .coDelivered,
  ).toBe(true);
});

test('a coordinator who facilitates the run does not give the waiver (BR-28)', async () => {
  const { run, session, ada } = await theSession();
  const both = await aPerson(college, { name: 'Noor', roles: ['coordinator', 'facilitator'] });
  await anAcceptance(cast.casey, run, both, 'support');
  college.clock.moveTo('2027-01-12T10:00:00Z');
  await cast.ada.post(`/facilitator-assignments/${ada}/standing-down`, {});
  expect((await both.post(`/sessions/${session}/waiver`, { reason: 'I am here.' })).body).toMatchObject({
    status: 403,
    code: 'waiver_by_facilitator',
  });
  expect((await both.get(`/sessions/${session}`)).body.can).not.toContain('waive');
});

test('a delivered session cannot be cancelled, moved or changed any more (BR-33)', async () => {
  const { session } = await theSession();
  college.clock.moveTo(during);
  await cast.ben.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [cast.ada.id, cast.ben.id] });
  expect((await cast.ben.post(`/sessions/${session}/cancellation`, { reason: 'Too late.' })).body).toMatchObject({
    status: 409,
    code: 'state_conflict',
  });
  const times = { localStart: '2027-01-19T10:00', localEnd: '2027-01-19T12:00' };
  expect((await cast.ben.post(`/sessions/${session}/rescheduling`, times)).body).toMatchObject({
    status: 409,
    code: 'not_a_published_session',
  });
  const { headers } = await cast.ben.get(`/sessions/${session}`);
  expect(
    (await cast.ben.patch(`/sessions/${session}`, { title: 'Another' }, { 'if-match': headers['etag'] ?? '' })).body,
  ).toMatchObject({ status: 409, code: 'session_over' });
});

test('a run is closed once each session is delivered or cancelled', async () => {
  const { run, session } = await theSession();
  expect((await cast.casey.post(`/runs/${run}/closing`)).body).toMatchObject({
    status: 409,
    code: 'sessions_not_over',
  });
  college.clock.moveTo(during);
  await cast.ben.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [cast.ada.id, cast.ben.id] });
  expect((await cast.casey.post(`/runs/${run}/closing`)).body).toMatchObject({ state: 'finished', can: [] });
  expect((await cast.casey.post(`/runs/${run}/cancellation`, { reason: 'No.' })).body).toMatchObject({
    status: 409,
    code: 'state_conflict',
  });
});

test('each facilitator notes what they learned for their practice; learners and coordinators do not read it (BR-39)', async () => {
  const { run, session } = await theSession();
  const learner = await aLearner(college);
  expect((await cast.ada.put(`/sessions/${session}/debrief`, { wentWell: 'x' })).body).toMatchObject({
    status: 422,
    code: 'session_not_delivered',
  });
  college.clock.moveTo(during);
  await cast.ben.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [cast.ada.id, cast.ben.id] });
  await cast.ben.put(`/sessions/${session}/debrief`, {
    wentWell: 'We shared the talking fairly.',
    supervisionWanted: true,
  });
  await cast.casey.post(`/runs/${run}/closing`);
  await cast.ada.put(`/sessions/${session}/debrief`, { toChange: 'A longer break.' });
  const again = await cast.ada.put(`/sessions/${session}/debrief`, { toChange: 'A longer break, and water.' });
  expect(again.body.items.map(({ toChange }: { toChange: string | null }) => toChange).sort()).toEqual([
    'A longer break, and water.',
    null,
  ]);
  expect((await learner.get(`/sessions/${session}/debrief`)).status).toBe(403);
  expect((await cast.casey.get(`/sessions/${session}/debrief`)).status).toBe(403);
  expect((await cast.ben.put(`/sessions/${session}/debrief`, { enrolmentId: session })).status).toBe(400);
});

test('nothing about a debrief can point at a learner (BR-39)', async () => {
  const references: { to: string }[] = await college.sql.query(
    `
      select confrelid::regclass::text as to
      from pg_constraint
      where conrelid = 'session_debrief'::regclass and contype = 'f'
      order by 1`,
  );
  expect(references.map(({ to }) => to)).toEqual(['person', 'session']);
  const columns: { column: string }[] = await college.sql.query(
    `
      select attname as column
      from pg_attribute
      where attrelid = 'session_debrief'::regclass and attnum > 0 and not attisdropped
      order by 1`,
  );
  expect(columns.map(({ column }) => column)).toEqual([
    'co_facilitation',
    'person_id',
    'session_id',
    'supervision_asked_at',
    'to_change',
    'version',
    'went_well',
    'written_at',
  ]);
});

test('a session is delivered once, and one that was cancelled needs no leave to go on', async () => {
  const { session } = await theSession();
  const { session: cancelled } = await theSession('2027-01-13T10:00');
  await cast.casey.post(`/sessions/${cancelled}/cancellation`, { reason: 'Snow.' });
  expect((await cast.casey.post(`/sessions/${cancelled}/waiver`, { reason: 'Nobody came.' })).body).toMatchObject({
    status: 409,
    code: 'session_over',
  });
  college.clock.moveTo(during);
  const there = { presentFacilitatorIds: [cast.ada.id, cast.ben.id] };
  expect((await cast.ben.post(`/sessions/${session}/delivery`, there)).status).toBe(201);
  expect((await cast.ben.post(`/sessions/${session}/delivery`, there)).body).toMatchObject({
    status: 409,
    code: 'state_conflict',
  });
});
