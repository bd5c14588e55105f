import { aCoordinator, aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, aDraftRun, anOffer } from './a-run.js';

let college: TestCollege;
let casey: TestPerson;
let learner: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2026-12-01T12:00:00Z');
  casey = await aCoordinator(college);
  learner = await aLearner(college);
});
afterAll(() => college.close());

const term = {
  name: 'Winter',
  prospectusOpensAt: '2026-12-10T16:00:00Z',
  bookingOpensAt: '2026-12-20T16:00:00Z',
  startsOn: '2027-01-11',
  endsOn: '2027-03-26',
};

test('a term is announced, booked, run and over by its dates alone', async () => {
  const { body } = await casey.post('/terms', term);
  expect(body).toMatchObject({ state: 'draft', maxRunsPerLearner: 3, can: ['edit'] });
  expect((await learner.get(`/terms/${body.id}`)).status).toBe(404);
  const states: string[] = [];
  for (const instant of [
    '2026-12-11T00:00:00Z',
    '2026-12-21T00:00:00Z',
    '2027-01-12T00:00:00Z',
    '2027-03-28T00:00:00Z',
  ]) {
    college.clock.moveTo(instant);
    states.push((await learner.get(`/terms/${body.id}`)).body.state);
  }
  expect(states).toEqual(['announced', 'booking_open', 'running', 'closed']);
  college.clock.moveTo('2026-12-01T12:00:00Z');
});

test('a term whose dates are out of order is refused, and so is a stale change', async () => {
  expect((await casey.post('/terms', { ...term, endsOn: '2027-01-01' })).body).toMatchObject({
    status: 422,
    code: 'term_dates_out_of_order',
  });
  const made = await casey.post('/terms', term);
  const match = { 'if-match': made.headers['etag'] ?? '' };
  expect((await casey.patch(`/terms/${made.body.id}`, { name: 'Early spring' }, match)).body).toMatchObject({
    name: 'Early spring',
    startsOn: '2027-01-11',
  });
  expect((await casey.patch(`/terms/${made.body.id}`, { name: 'Late' }, match)).status).toBe(412);
  expect((await learner.post('/terms', term)).status).toBe(403);
});

test('a changed venue has to be checked on the spot again', async () => {
  const { body, headers } = await casey.post('/venues', {
    name: 'A hall',
    address: '1 Road',
    capacity: 10,
    accessFeatures: ['step_free', 'quiet_room'],
  });
  expect(body).toMatchObject({ verifiedAt: null, can: ['edit', 'verify'], timeZone: 'UTC' });
  expect((await casey.post(`/venues/${body.id}/verification`)).body.verifiedAt).toMatch(/^2026-12-01T/);
  const now = await casey.get(`/venues/${body.id}`);
  expect((await casey.patch(`/venues/${body.id}`, { capacity: 8 }, { 'if-match': headers['etag'] ?? '' })).status).toBe(
    412,
  );
  expect(
    (await casey.patch(`/venues/${body.id}`, { capacity: 8 }, { 'if-match': now.headers['etag'] ?? '' })).body,
  ).toMatchObject({ capacity: 8, verifiedAt: null });
  expect((await learner.get(`/venues/${body.id}`)).body.can).toEqual([]);
  expect(
    (await casey.post('/venues', { name: 'B', address: '1 Road', capacity: 10, accessFeatures: ['lift'] })).status,
  ).toBe(400);
});

test('the link of an online room goes in and never comes out (I-14)', async () => {
  const made = await casey.post('/online-rooms', {
    name: 'Room',
    provider: 'Video call',
    joinLink: 'https://meet.example/one',
  });
  expect(made.body).toMatchObject({ hasJoinLink: true, recordingAllowed: false });
  const changed = await casey.patch(
    `/online-rooms/${made.body.id}`,
    { joinLink: 'https://meet.example/two' },
    { 'if-match': made.headers['etag'] ?? '' },
  );
  for (const { text } of [made, changed, await casey.get('/online-rooms')]) expect(text).not.toContain('meet.example');
  expect((await learner.get('/online-rooms')).status).toBe(403);
});

test('only a facilitator of the college is asked, once at a time, and answers alone', async () => {
  const cast = await aCast(college);
  const run = await aDraftRun(cast);
  expect(
    (await casey.post(`/runs/${run}/facilitators`, { personId: learner.id, deliveryRole: 'peer' })).body,
  ).toMatchObject({ status: 422, code: 'not_a_facilitator' });
  const offer = await anOffer(casey, run, cast.ada, 'peer');
  expect(
    (await casey.post(`/runs/${run}/facilitators`, { personId: cast.ada.id, deliveryRole: 'learned' })).body,
  ).toMatchObject({ status: 409, code: 'assignment_exists' });
  const stranger = await aPerson(college, { roles: ['facilitator'] });
  expect((await stranger.get(`/facilitator-assignments/${offer}`)).status).toBe(404);
  expect((await stranger.get(`/runs/${run}/facilitators`)).status).toBe(404);
  expect((await stranger.post(`/facilitator-assignments/${offer}/acceptance`, {})).status).toBe(404);
  expect((await casey.post(`/facilitator-assignments/${offer}/decline`)).status).toBe(403);

  expect((await cast.ada.get(`/facilitator-assignments/${offer}`)).body).toMatchObject({
    state: 'offered',
    can: ['accept', 'decline', 'declare_conflict'],
  });
  expect((await cast.ada.post(`/facilitator-assignments/${offer}/decline`)).body).toMatchObject({
    state: 'declined',
    can: [],
  });
  expect((await cast.ada.post(`/facilitator-assignments/${offer}/acceptance`, {})).body).toMatchObject({
    status: 409,
    code: 'state_conflict',
  });
  await anOffer(casey, run, cast.ada, 'learned');
});

test('no request says who acts: fields that name an actor are refused (I-17)', async () => {
  const cast = await aCast(college);
  const run = await aDraftRun(cast);
  const offer = await anOffer(casey, run, cast.ada, 'peer');
  for (const field of ['actorId', 'personId', 'offeredBy', 'acceptedBy']) {
    expect((await cast.ada.post(`/facilitator-assignments/${offer}/acceptance`, { [field]: cast.ben.id })).status).toBe(
      400,
    );
  }
  expect((await casey.post('/runs', { versionId: cast.versionId, mode: 'online', state: 'open' })).status).toBe(400);
});
