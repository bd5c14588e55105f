import type { RegistrationDto } from '../../src/people/registration/registration.dto.js';
import { askedOf } from '../../src/people/account/asked.rules.js';
import { aCast, anOpenRun, type Cast } from '../sessions/a-run.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { fewestStatementsOf } from '../support/counted-statements.js';

let college: TestCollege;
let cast: Cast;
let eve: TestPerson;
let run: { id: string; sessionIds: unknown[] };
const dates = ['2027-02-09T10:00', '2027-02-16T10:00', '2027-02-23T10:00', '2027-03-02T10:00'];
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
  const room = await cast.casey.post('/online-rooms', {
    name: 'Room one',
    provider: 'Video call',
    joinLink: 'https://meet.example/a-room',
  });
  run = await anOpenRun(cast, dates, { mode: 'hybrid', onlineRoomId: room.body.id });
  eve = await aLearner(college, { name: 'Eve' });
  await eve.post(`/runs/${run.id}/enrolments`, {});
});
afterAll(() => college.close());
beforeEach(() => college.clock.moveTo('2027-01-04T12:00:00Z'));

const asked = ({ asks }: { asks: { code: string }[] }) => asks.map(({ code }) => code);

describe('the first screen', () => {
  test('is one answer, the same as the single ones, in three statements', async () => {
    const { body } = await eve.get('/me/start');
    expect(body.me).toEqual((await eve.get('/me')).body);
    expect(body.registration).toEqual((await eve.get('/me/registration')).body);
    expect(body.unreadMessages).toBe((await eve.get('/me/messages?unread=true')).body.items.length);
    expect(body.nextSessions).toEqual((await eve.get('/me/agenda?limit=3')).body.items);
    expect(body.nextSessions).toHaveLength(3);
    const profile = await fewestStatementsOf(() => eve.get('/me'));
    expect((await fewestStatementsOf(() => eve.get('/me/start'))) - profile).toBe(2);
  });

  test('asks once for each thing, and nothing of those who never began to register', async () => {
    const newcomer = await aPerson(college);
    expect(asked((await newcomer.get('/me/start')).body)).toEqual(asked((await newcomer.get('/me')).body));
    await newcomer.put('/me/registration', { eligibilityBasis: 'public' });
    const { body } = await newcomer.get('/me/start');
    expect(asked(body)).toEqual(body.registration.missing.map(({ code }: { code: string }) => code));
    expect(asked(body)).toEqual(expect.arrayContaining(['charter_not_accepted', 'safe_contact_missing']));
  });

  test('asks nothing of a registration for those who paused it or left', () => {
    const missing = [{ code: 'charter_not_accepted', message: '' }];
    const of = (state: RegistrationDto['state'], version = 1) =>
      askedOf({ asks: [{ code: 'safe_contact_due', message: '' }] }, { state, missing, version }).map(
        ({ code }) => code,
      );
    expect(of('active')).toEqual(['safe_contact_due', 'charter_not_accepted']);
    expect(of('draft', 0)).toEqual(['safe_contact_due']);
    expect(of('paused')).toEqual(['safe_contact_due']);
    expect(of('left')).toEqual(['safe_contact_due']);
  });
});

describe('the agenda', () => {
  const items = async (person: TestPerson) => (await person.get('/me/agenda')).body.items;

  test('says what may be done with each item, as the session and the enrolment do', async () => {
    for (const instant of ['2027-01-04T12:00:00Z', '2027-02-09T17:30:00Z']) {
      college.clock.moveTo(instant);
      for (const item of await items(cast.ada)) {
        expect(item).toMatchObject({ as: 'facilitator', enrolmentId: null });
        expect(item.can).toEqual((await cast.ada.get(`/sessions/${item.sessionId}`)).body.can);
      }
      for (const item of await items(eve)) {
        expect(item.as).toBe('learner');
        expect(item.can).toEqual((await eve.get(`/enrolments/${item.enrolmentId}`)).body.can);
        expect(item.can).toEqual(['withdraw', 'transfer']);
      }
    }
  });

  test('says when the link to join is shown, which is when it is shown', async () => {
    const [item] = await items(eve);
    const answersAt = async (instant: string, seconds: number) => {
      college.clock.moveTo(new Date(Date.parse(instant) + seconds * 1_000).toISOString());
      const { status, body } = await eve.get(`/sessions/${item.sessionId}/joining`);
      return status === 200 ? 200 : body;
    };
    expect(await answersAt(item.joinFrom, -1)).toMatchObject({ code: 'join_window_closed' });
    expect(await answersAt(item.joinFrom, 0)).toBe(200);
    expect(await answersAt(item.joinUntil, -1)).toBe(200);
    expect(await answersAt(item.joinUntil, 1)).toMatchObject({ code: 'join_window_closed' });
  });

  test('has no such time where there is no link, or for a session that is cancelled', async () => {
    const inPerson = await anOpenRun(cast, ['2027-02-10T10:00']);
    await eve.post(`/runs/${inPerson.id}/enrolments`, {});
    await cast.casey.post(`/sessions/${String(run.sessionIds[3])}/cancellation`, { reason: 'Closed.' });
    const without = (await items(eve)).filter(({ joinFrom }: { joinFrom: string | null }) => joinFrom === null);
    expect(without.map(({ localStart }: { localStart: string }) => localStart)).toEqual([
      '2027-02-10T10:00',
      '2027-03-02T10:00',
    ]);
  });
});
