import { aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, aDraftRun, anAcceptance, anOffer, aSession, type Cast } from './a-run.js';
import { aContest, overlaps, planAtOnce } from './bookings.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2026-12-01T12:00:00Z');
  cast = await aCast(college);
});
afterAll(() => college.close());

const aVenue = async (wish: object = {}): Promise<string> => {
  const venue = await cast.casey.post('/venues', {
    name: 'Another place',
    address: '9 Hill Road',
    timeZone: 'America/Edmonton',
    accessFeatures: ['step_free'],
    capacity: 20,
    ...wish,
  });
  return String(venue.body.id);
};

const aRunWith = async (person: TestPerson, wish: object): Promise<string> => {
  const run = await aDraftRun(cast, wish);
  await anAcceptance(cast.casey, run, person, 'learned');
  return run;
};

const planned = async (run: string, localStart: string, localEnd: string): Promise<string> => {
  const answer = await cast.casey.post(`/runs/${run}/sessions`, { localStart, localEnd, plannedContactMinutes: 30 });
  return answer.status === 201 ? 'planned' : String(answer.body.code);
};

test('a facilitator is in one place at a time, from the first draft on (BR-27)', async () => {
  const gil = await aPerson(college, { roles: ['facilitator'] });
  const here = await aRunWith(gil, { venueId: await aVenue() });
  const there = await aRunWith(gil, { venueId: await aVenue() });
  expect(await planned(here, '2027-01-12T10:00', '2027-01-12T12:00')).toBe('planned');
  expect(await planned(there, '2027-01-12T11:59', '2027-01-12T13:00')).toBe('facilitator_double_booked');
  const series = {
    firstDate: '2027-01-05',
    startTime: '11:00',
    endTime: '13:00',
    count: 2,
    plannedContactMinutes: 105,
  };
  expect((await cast.casey.post(`/runs/${there}/session-series`, series)).body).toMatchObject({
    status: 409,
    code: 'facilitator_double_booked',
  });
});

test('between different venues there is time to travel, within one building and online there is no need (BR-27)', async () => {
  const hal = await aPerson(college, { roles: ['facilitator'] });
  const building = await aVenue({ name: 'A building' });
  const upstairs = await aVenue({ name: 'Upstairs', partOf: building });
  const downstairs = await aVenue({ name: 'Downstairs', partOf: building });
  const faraway = await aVenue({ name: 'Far away' });
  const room = await cast.casey.post('/online-rooms', {
    name: 'Our room',
    provider: 'Video call',
    joinLink: 'https://meet.example/abc',
  });
  const first = await aRunWith(hal, { venueId: upstairs });
  expect(await planned(first, '2027-01-19T10:00', '2027-01-19T12:00')).toBe('planned');
  expect(await planned(await aRunWith(hal, { venueId: faraway }), '2027-01-19T12:29', '2027-01-19T14:00')).toBe(
    'facilitator_double_booked',
  );
  expect(await planned(await aRunWith(hal, { venueId: downstairs }), '2027-01-19T12:00', '2027-01-19T12:30')).toBe(
    'planned',
  );
  expect(
    await planned(
      await aRunWith(hal, { mode: 'online', onlineRoomId: room.body.id }),
      '2027-01-19T12:30',
      '2027-01-19T13:00',
    ),
  ).toBe('planned');
  expect(await planned(await aRunWith(hal, { venueId: faraway }), '2027-01-19T13:00', '2027-01-19T14:00')).toBe(
    'planned',
  );
});

test('the time to travel is a setting of the college (BR-27)', async () => {
  const ida = await aPerson(college, { roles: ['facilitator'] });
  const admin = await aPerson(college, { roles: ['administrator'] });
  const set = async (travelBufferMinutes: number) =>
    admin.patch(
      '/college',
      { policy: { travelBufferMinutes } },
      { 'if-match': (await admin.get('/college')).headers['etag'] ?? '' },
    );
  const here = await aRunWith(ida, { venueId: await aVenue() });
  const there = await aRunWith(ida, { venueId: await aVenue() });
  await set(0);
  expect(await planned(here, '2027-01-26T10:00', '2027-01-26T12:00')).toBe('planned');
  expect(await planned(there, '2027-01-26T12:00', '2027-01-26T13:00')).toBe('planned');
  await set(30);
  expect(await planned(there, '2027-01-26T13:30', '2027-01-26T14:00')).toBe('planned');
  expect(await planned(here, '2027-01-26T14:15', '2027-01-26T15:00')).toBe('facilitator_double_booked');
});

test('a room and a link hold one session at a time, back to back is fine', async () => {
  const venueId = await aVenue();
  expect(await planned(await aDraftRun(cast, { venueId }), '2027-02-02T10:00', '2027-02-02T12:00')).toBe('planned');
  expect(await planned(await aDraftRun(cast, { venueId }), '2027-02-02T11:00', '2027-02-02T13:00')).toBe(
    'room_double_booked',
  );
  expect(await planned(await aDraftRun(cast, { venueId }), '2027-02-02T12:00', '2027-02-02T13:00')).toBe('planned');
  const room = await cast.casey.post('/online-rooms', {
    name: 'One room',
    provider: 'Video call',
    joinLink: 'https://meet.example/def',
  });
  const online = { mode: 'online', onlineRoomId: room.body.id };
  expect(await planned(await aDraftRun(cast, online), '2027-02-02T10:00', '2027-02-02T12:00')).toBe('planned');
  expect(await planned(await aDraftRun(cast, online), '2027-02-02T11:00', '2027-02-02T13:00')).toBe(
    'room_double_booked',
  );
});

test('nobody can accept a run whose sessions clash with theirs; an offer alone books nobody (BR-27)', async () => {
  const jo = await aPerson(college, { roles: ['facilitator'] });
  const mine = await aRunWith(jo, { venueId: await aVenue() });
  await aSession(jo, mine, '2027-02-09T10:00');
  const other = await aDraftRun(cast, { venueId: await aVenue() });
  await aSession(cast.casey, other, '2027-02-09T11:00');
  const offer = await anOffer(cast.casey, other, jo, 'learned');
  const refused = await jo.post(`/facilitator-assignments/${offer}/acceptance`, {});
  expect(refused.body).toMatchObject({ status: 409, code: 'facilitator_double_booked' });
  expect((await jo.get(`/facilitator-assignments/${offer}`)).body.state).toBe('offered');
});

test('standing down, cancelling and moving away give the time back', async () => {
  const kit = await aPerson(college, { roles: ['facilitator'] });
  const run = await aDraftRun(cast, { venueId: await aVenue() });
  const assignment = await anAcceptance(cast.casey, run, kit, 'learned');
  await aSession(kit, run, '2027-02-16T10:00');
  const other = await aRunWith(kit, { venueId: await aVenue() });
  expect(await planned(other, '2027-02-16T10:00', '2027-02-16T11:00')).toBe('facilitator_double_booked');
  await kit.post(`/facilitator-assignments/${assignment}/standing-down`, {});
  expect(await planned(other, '2027-02-16T10:00', '2027-02-16T11:00')).toBe('planned');
});

test('a run that moves to a room which is taken is refused, and stays where it was', async () => {
  const venueId = await aVenue();
  const elsewhere = await aVenue();
  const run = await aDraftRun(cast, { venueId });
  await aSession(cast.casey, run, '2027-02-23T10:00');
  await aSession(cast.casey, await aDraftRun(cast, { venueId: elsewhere }), '2027-02-23T10:00');
  const { headers } = await cast.casey.get(`/runs/${run}`);
  const refused = await cast.casey.patch(`/runs/${run}`, { venueId: elsewhere }, { 'if-match': headers['etag'] ?? '' });
  expect(refused.body).toMatchObject({ status: 409, code: 'room_double_booked' });
  expect((await cast.casey.get(`/runs/${run}`)).body.venue.id).toBe(venueId);
});

test('many bookings of the same rooms and people at the same time leave no overlap', async () => {
  const contest = await aContest(college, 3, 3);
  const outcomes = await planAtOnce(contest, 120);
  expect(outcomes.get('planned')).toBeGreaterThan(10);
  expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(120);
  expect(await overlaps(college, contest)).toEqual({ shared: 0, rushed: 0 });
});
