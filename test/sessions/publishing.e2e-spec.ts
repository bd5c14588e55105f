import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, aDraftRun, anAcceptance, anOffer, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
let learner: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2026-12-01T12:00:00Z');
  cast = await aCast(college);
  learner = await aLearner(college);
});
afterAll(() => college.close());

test('only the co-facilitators of a run, and a coordinator, publish its sessions (BR-31)', async () => {
  const { id: run } = await anOpenRun(cast, ['2027-01-05T10:00']);
  const session = await aSession(cast.ada, run, '2027-01-12T10:00');
  const stranger = await aPerson(college, { roles: ['facilitator'] });
  expect((await stranger.post(`/sessions/${session}/publication`)).status).toBe(404);
  expect((await learner.post(`/sessions/${session}/publication`)).status).toBe(403);
  expect((await learner.get(`/sessions/${session}`)).status).toBe(404);
  expect((await cast.ada.get(`/sessions/${session}`)).body.can).toEqual(['edit', 'cancel', 'publish']);

  const published = await cast.ada.post(`/sessions/${session}/publication`);
  expect(published.body).toMatchObject({
    state: 'published',
    localStart: '2027-01-12T10:00',
    startsAt: '2027-01-12T17:00:00.000Z',
    timeZone: 'America/Edmonton',
  });
  expect((await learner.get(`/sessions/${session}`)).body).toMatchObject({
    state: 'published',
    can: [],
    coDelivered: null,
  });
  expect((await stranger.post(`/sessions/${session}/publication`)).status).toBe(403);
  expect((await cast.casey.post(`/sessions/${session}/publication`)).body).toMatchObject({
    status: 409,
    code: 'state_conflict',
  });
});

test('somebody who was only asked, or only watches, sees the draft and may not work on it', async () => {
  const run = await aDraftRun(cast);
  const session = await aSession(cast.casey, run, '2027-01-19T10:00');
  const asked = await aPerson(college, { roles: ['facilitator'] });
  const watching = await aPerson(college, { roles: ['facilitator'] });
  await anOffer(cast.casey, run, asked, 'learned');
  await anAcceptance(cast.casey, run, watching, 'shadow');
  for (const person of [asked, watching]) {
    expect((await person.get(`/sessions/${session}`)).status).toBe(200);
    expect((await person.post(`/sessions/${session}/publication`)).body).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
  }
});

test('publishing needs contact minutes that fit into the session, and a way in (BR-31)', async () => {
  const bare = await cast.casey.post('/venues', {
    name: 'A hall',
    address: '2 River Street',
    timeZone: 'America/Edmonton',
    capacity: 10,
  });
  const run = await aDraftRun(cast, { venueId: bare.body.id });
  const draft = await cast.casey.post(`/runs/${run}/sessions`, {
    localStart: '2027-02-09T10:00',
    localEnd: '2027-02-09T12:00',
  });
  const refused = await cast.casey.post(`/sessions/${draft.body.id}/publication`);
  expect(refused.body).toMatchObject({ status: 422, code: 'planned_minutes_missing' });
  expect(refused.body.errors.map(({ code }: { code: string }) => code)).toEqual([
    'planned_minutes_missing',
    'access_info_missing',
  ]);
  expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/plannedContactMinutes',
    '/accessNote',
  ]);

  const unreachable = await aSession(cast.casey, run, '2027-02-10T10:00');
  expect((await cast.casey.post(`/sessions/${unreachable}/publication`)).body).toMatchObject({
    status: 422,
    code: 'access_info_missing',
  });

  const tooMany = await cast.casey.patch(
    `/sessions/${draft.body.id}`,
    { plannedContactMinutes: 121 },
    { 'if-match': draft.headers['etag'] ?? '' },
  );
  expect(tooMany.body).toMatchObject({ status: 422, code: 'planned_minutes_exceed_session' });
  const whole = await cast.casey.patch(
    `/sessions/${draft.body.id}`,
    { plannedContactMinutes: 105, accessNote: 'Ring at the side door; there is no step.' },
    { 'if-match': draft.headers['etag'] ?? '' },
  );
  expect(whole.status).toBe(200);
  expect((await cast.casey.post(`/sessions/${draft.body.id}/publication`)).status).toBe(201);
});

test('drafts of runs and sessions are hidden from learners, open runs are not', async () => {
  const draft = await aDraftRun(cast);
  expect((await learner.get(`/runs/${draft}`)).status).toBe(404);
  expect((await learner.get(`/runs/${draft}/sessions`)).status).toBe(404);
  const { id: open } = await anOpenRun(cast, ['2027-03-02T10:00']);
  await aSession(cast.ben, open, '2027-03-09T10:00');
  expect((await learner.get(`/runs/${open}`)).body).toMatchObject({
    courseTitle: 'Building Better Boundaries',
    state: 'open',
    can: [],
    atRisk: null,
  });
  expect((await learner.get(`/runs/${open}/sessions`)).body.items).toHaveLength(1);
  expect((await cast.ada.get(`/runs/${open}/sessions`)).body.items).toHaveLength(2);
  const listed = (await learner.get('/runs?limit=200')).body.items.map(({ id }: { id: string }) => id);
  expect(listed).toContain(open);
  expect(listed).not.toContain(draft);
});

test('a wall time that the clocks skip is refused with the two choices, one shown twice asks which one is meant (BR-34)', async () => {
  const run = await aDraftRun(cast);
  const skipped = await cast.casey.post(`/runs/${run}/sessions`, {
    localStart: '2027-03-14T02:30',
    localEnd: '2027-03-14T04:30',
    plannedContactMinutes: 60,
  });
  expect(skipped.body).toMatchObject({ status: 422, code: 'local_time_skipped' });
  expect(skipped.body.choices.map(({ local }: { local: string }) => local)).toEqual([
    '2027-03-14T01:30',
    '2027-03-14T03:30',
  ]);

  const twice = { localStart: '2027-11-07T01:30', localEnd: '2027-11-07T03:30', plannedContactMinutes: 60 };
  expect((await cast.casey.post(`/runs/${run}/sessions`, twice)).body).toMatchObject({
    status: 422,
    code: 'local_time_repeated',
  });
  const second = await cast.casey.post(`/runs/${run}/sessions`, { ...twice, startOccurrence: 'second' });
  expect(second.body).toMatchObject({ localStart: '2027-11-07T01:30', startsAt: '2027-11-07T08:30:00.000Z' });
});

test('a session that was planned before the clocks change keeps its time on the wall after it (BR-34, I-20)', async () => {
  const run = await aDraftRun(cast);
  const before = await aSession(cast.casey, run, '2027-03-12T10:00');
  const after = await aSession(cast.casey, run, '2027-03-19T10:00');
  expect((await cast.casey.get(`/sessions/${before}`)).body.startsAt).toBe('2027-03-12T17:00:00.000Z');
  expect((await cast.casey.get(`/sessions/${after}`)).body).toMatchObject({
    startsAt: '2027-03-19T16:00:00.000Z',
    localStart: '2027-03-19T10:00',
  });
});
