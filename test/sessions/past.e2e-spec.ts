import { aLearner } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aCast, anOpenRun, aSession, type Cast } from './a-run.js';

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

const first = '2027-01-12T10:00';
const answerOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];
const past = [422, 'session_in_past'];
const timesOn = (day: string) => ({ localStart: `${day}T10:00`, localEnd: `${day}T12:00` });

test('nothing is planned, changed, moved, repeated or published into the past (BR-222)', async () => {
  const run = await anOpenRun(cast, [first]);
  const draft = await aSession(cast.ben, run.id, '2027-01-05T10:00');
  college.clock.moveTo('2027-01-06T12:00:00Z');
  const { headers } = await cast.ben.get(`/sessions/${draft}`);
  const ifMatch = { 'if-match': headers['etag'] ?? '' };
  const yesterday = timesOn('2027-01-05');
  const series = { firstDate: '2027-01-05', startTime: '10:00', endTime: '12:00', count: 3 };
  for (const answer of [
    await cast.ben.post(`/runs/${run.id}/sessions`, { ...yesterday, plannedContactMinutes: 105 }),
    await cast.ben.patch(`/sessions/${draft}`, { localEnd: '2027-01-05T12:30' }, ifMatch),
    await cast.ben.post(`/sessions/${draft}/publication`),
    await cast.ben.post(`/sessions/${run.sessionIds[0]}/rescheduling`, yesterday),
    await cast.ben.post(`/runs/${run.id}/session-series`, series),
  ])
    expect(answerOf(answer)).toEqual(past);
  expect((await cast.ben.patch(`/sessions/${draft}`, { title: 'Another' }, ifMatch)).status).toBe(200);
});

test('a session that was held is recorded as such, within the days for which a register stays open (BR-222)', async () => {
  const run = await anOpenRun(cast, [first]);
  const draft = await aSession(cast.ben, run.id, '2027-01-05T10:00');
  college.clock.moveTo('2027-01-10T12:00:00Z');
  expect((await cast.ben.post(`/sessions/${draft}/publication`, { recordedAsHeld: true })).body.state).toBe(
    'published',
  );
  const held = { ...timesOn('2027-01-06'), plannedContactMinutes: 105, recordedAsHeld: true };
  expect((await cast.ben.post(`/runs/${run.id}/sessions`, held)).status).toBe(201);
  const long = { ...timesOn('2027-01-02'), plannedContactMinutes: 105, recordedAsHeld: true };
  expect(answerOf(await cast.ben.post(`/runs/${run.id}/sessions`, long))).toEqual([422, 'held_too_long_ago']);
  const moved = { ...timesOn('2027-01-09'), recordedAsHeld: true };
  expect((await cast.ben.post(`/sessions/${run.sessionIds[0]}/rescheduling`, moved)).status).toBe(201);
  const delivered = await cast.ben.post(`/sessions/${run.sessionIds[0]}/delivery`, {
    presentFacilitatorIds: [cast.ada.id, cast.ben.id],
  });
  expect(delivered.body).toMatchObject({ state: 'delivered', coDelivered: true });
});

test('an empty room is confirmed (BR-222)', async () => {
  const run = await anOpenRun(cast, [first, '2027-01-19T10:00']);
  const eve = await aLearner(college, { name: 'Eve' });
  const { id } = (await eve.post(`/runs/${run.id}/enrolments`, {})).body;
  const [one, other] = run.sessionIds;
  college.clock.moveTo('2027-01-12T18:00:00Z');
  const deliver = (session: string | undefined, wish = {}) =>
    cast.casey.post(`/sessions/${session}/delivery`, { presentFacilitatorIds: [], ...wish });
  const nobody = await deliver(one);
  expect(answerOf(nobody)).toEqual([422, 'nobody_was_there']);
  expect(nobody.body.errors).toMatchObject([{ pointer: '/presentFacilitatorIds', code: 'nobody_was_there' }]);
  expect((await cast.ben.get(`/sessions/${one}/delivery`)).body.facilitators).toEqual([]);
  expect((await deliver(one, { confirmEmpty: true })).body).toMatchObject({ state: 'delivered', coDelivered: false });
  college.clock.moveTo('2027-01-19T18:00:00Z');
  await cast.ben.put(`/sessions/${other}/register`, { rows: [{ enrolmentId: id, state: 'present' }] });
  expect((await deliver(other)).body.state).toBe('delivered');
});

test('a session with a register is not moved without saying what becomes of it and its follow-ups (BR-222)', async () => {
  const run = await anOpenRun(cast, [first]);
  const [session] = run.sessionIds;
  const eve = await aLearner(college, { name: 'Eve' });
  const { id } = (await eve.post(`/runs/${run.id}/enrolments`, {})).body;
  college.clock.moveTo('2027-01-12T18:00:00Z');
  const marked = await cast.ben.put(`/sessions/${session}/register`, { rows: [{ enrolmentId: id, state: 'dna' }] });
  expect(marked.status).toBe(200);
  const settle = async () => {
    for (let round = 0; round < 3; round++) await college.deliver();
  };
  const tasks = async () =>
    (await cast.casey.get(`/staff-tasks?kind=welfare_follow_up&personId=${eve.id}`)).body.items.length;
  const stateOf = async () => (await cast.ben.get(`/sessions/${session}/register`)).body.rows[0].state;
  await settle();
  expect(await tasks()).toBe(1);
  const move = (day: string, wish = {}) =>
    cast.ben.post(`/sessions/${session}/rescheduling`, { ...timesOn(day), ...wish });
  expect(answerOf(await move('2027-01-13'))).toEqual([422, 'session_has_marks']);
  expect((await move('2027-01-13', { marks: 'keep' })).status).toBe(201);
  await settle();
  expect([await stateOf(), await tasks()]).toEqual(['dna', 1]);
  expect((await move('2027-01-14', { marks: 'clear' })).status).toBe(201);
  await settle();
  expect([await stateOf(), await tasks()]).toEqual(['expected', 0]);
  expect((await move('2027-01-15')).status).toBe(201);
});
