import { automatic } from '../../src/platform/actor.js';
import { TimeDerivationService } from '../../src/sessions/sessions/time-derivation.service.js';
import { aLearner } from '../support/builders.js';
import { runCommand } from '../support/command.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { aCast, aDraftRun, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
});
afterAll(() => college.close());

/** As if the zone had had other rules when the session was planned. */
const asPlannedUnderOtherRules = (session: string, hours: number) =>
  college.sql.query(
    `update session
    set starts_at = starts_at - make_interval(hours => $2), ends_at = ends_at - make_interval(hours => $2)
    where id = $1`,
    [session, hours],
  );
const derive = (dry: boolean) => college.app.get(TimeDerivationService).derive(automatic('derive-times'), dry);
const startOf = async (session: string) => (await cast.casey.get(`/sessions/${session}`)).body.startsAt;

test('when the rules of a zone change, what is to come follows the wall, and who booked hears of it (BR-221)', async () => {
  const {
    id: run,
    sessionIds: [session = '', untouched = ''],
  } = await anOpenRun(cast, ['2027-02-01T10:00', '2027-02-08T10:00']);
  const learner = await aLearner(college);
  await learner.put('/me/safe-contact', { channels: { inApp: { allowed: true } } });
  expect((await learner.post(`/runs/${run}/enrolments`, {})).status).toBe(201);
  await asPlannedUnderOtherRules(session, 1);

  const found = {
    sessionId: session,
    localStart: '2027-02-01T10:00',
    timeZone: 'America/Edmonton',
    from: '2027-02-01T16:00:00.000Z',
    to: '2027-02-01T17:00:00.000Z',
    because: null,
  };
  expect(await derive(true)).toEqual([found]);
  const dry = await runCommand(college, 'commands/derive-times', {}, ['--dry']);
  expect([dry.code, dry.words]).toEqual([0, expect.stringContaining(`would move  ${session}`)]);
  expect(await startOf(session)).toBe('2027-02-01T16:00:00.000Z');

  expect(await derive(false)).toEqual([found]);
  expect((await cast.casey.get(`/sessions/${session}`)).body).toMatchObject({
    startsAt: '2027-02-01T17:00:00.000Z',
    localStart: '2027-02-01T10:00',
    moves: [{ fromStartsAt: '2027-02-01T16:00:00.000Z', toStartsAt: '2027-02-01T17:00:00.000Z', movedBy: null }],
  });
  expect((await cast.casey.get(`/sessions/${untouched}`)).body.moves).toEqual([]);
  expect(await derive(false)).toEqual([]);
  await college.deliver();
  const kinds = (await learner.get('/me/messages')).body.items.map(({ kind }: { kind: string }) => kind);
  expect(kinds).toContain('session_rescheduled');
  expect(await brokenPromises(college)).toEqual([]);
});

test('what would clash stays as it is, with a task for those who plan', async () => {
  const {
    sessionIds: [session = ''],
  } = await anOpenRun(cast, ['2027-03-01T10:00']);
  await asPlannedUnderOtherRules(session, 3);
  await aSession(cast.casey, await aDraftRun(cast), '2027-03-01T10:00');
  const left = { sessionId: session, because: 'room_double_booked' };
  expect(await derive(true)).toMatchObject([left]);
  expect(await derive(false)).toMatchObject([left]);
  expect(await startOf(session)).toBe('2027-03-01T14:00:00.000Z');
  await college.deliver();
  const tasks = (await cast.casey.get('/staff-tasks?limit=100')).body.items;
  expect(tasks).toContainEqual(expect.objectContaining({ kind: 'session_at_risk', subjectId: session }));
});

test('what was held, and what has begun, stays as it was', async () => {
  const {
    sessionIds: [session = ''],
  } = await anOpenRun(cast, ['2027-04-05T10:00']);
  await asPlannedUnderOtherRules(session, 1);
  college.clock.moveTo('2027-04-05T16:30:00Z');
  expect((await derive(false)).map(({ sessionId }) => sessionId)).not.toContain(session);
  college.clock.moveTo('2027-01-04T12:00:00Z');
});
