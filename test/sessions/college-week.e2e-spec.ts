import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { fewestStatementsOf } from '../support/counted-statements.js';
import { aCast, anAcceptance, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
let administrator: TestPerson;
let other: TestPerson;
let run: Awaited<ReturnType<typeof anOpenRun>>;
let theirs: Awaited<ReturnType<typeof anOpenRun>>;
let annex: string;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-02-08T12:00:00Z');
  cast = await aCast(college);
  administrator = await aPerson(college, { roles: ['administrator'] });
  other = await aPerson(college, { name: 'Gia', roles: ['facilitator'] });
  const place = { address: '2 Hill', timeZone: 'America/Edmonton', accessFeatures: ['step_free'], capacity: 20 };
  annex = String((await cast.casey.post('/venues', { name: 'Annex', ...place })).body.id);
  run = await anOpenRun(cast, ['2027-02-09T10:00', '2027-02-16T21:00', '2027-02-17T10:00']);
  theirs = await anOpenRun(cast, ['2027-02-10T15:00'], { venueId: annex });
  await anAcceptance(cast.casey, theirs.id, other, 'support');
});
afterAll(() => college.close());

interface Listed {
  id: string;
  localStart: string;
  can: string[];
}
const week = async (reader: TestPerson, query = ''): Promise<Listed[]> =>
  (await reader.get(`/sessions?from=2027-02-01${query}`)).body.items;
const starts = async (reader: TestPerson, query = '') => (await week(reader, query)).map((item) => item.localStart);

describe('the sessions of the college', () => {
  test('are one list by start for those who plan, each as it is read alone, in one statement', async () => {
    for (const reader of [cast.casey, administrator]) {
      const items = await week(reader);
      expect(items.map(({ localStart }) => localStart)).toEqual([
        '2027-02-09T10:00',
        '2027-02-10T15:00',
        '2027-02-16T21:00',
        '2027-02-17T10:00',
      ]);
      for (const item of items) expect(item).toEqual((await reader.get(`/sessions/${item.id}`)).body);
    }
    const nothing = await fewestStatementsOf(() => cast.casey.get('/sessions?statsu=open'));
    expect((await fewestStatementsOf(() => week(cast.casey))) - nothing).toBe(1);
  });

  test('are found by the days of the place, the venue, who facilitates, and the state', async () => {
    expect(await starts(cast.casey, '&to=2027-02-16')).toHaveLength(3);
    expect(await starts(cast.casey, `&venueId=${annex}`)).toEqual(['2027-02-10T15:00']);
    expect(await starts(cast.casey, `&facilitatorId=${other.id}`)).toEqual(['2027-02-10T15:00']);
    const draft = await aSession(cast.ben, run.id, '2027-02-12T10:00', { planOrder: null });
    expect((await week(cast.casey, '&state=draft')).map(({ id }) => id)).toEqual([draft]);
    expect((await cast.ben.post(`/sessions/${draft}/cancellation`, { reason: 'Closed.' })).status).toBe(201);
    expect(await starts(cast.casey, '&state=cancelled')).toEqual(['2027-02-12T10:00']);
    expect((await cast.casey.get('/sessions')).body.items).toHaveLength(5);
  });

  test('are those of their own runs for those who facilitate, and nothing for a facilitator of none', async () => {
    expect(await starts(other)).toEqual(['2027-02-10T15:00']);
    expect(await starts(other, `&facilitatorId=${cast.ada.id}`)).toEqual(['2027-02-10T15:00']);
    expect(await starts(await aPerson(college, { roles: ['facilitator'] }))).toEqual([]);
    expect((await (await aLearner(college)).get('/sessions')).status).toBe(403);
  });

  test('name those who hold them to those who may read who was asked for the run, and to nobody else', async () => {
    const path = `/sessions/${theirs.sessionIds[0]}`;
    const names = (await other.get(path)).body.facilitators.map(({ chosenName }: { chosenName: string }) => chosenName);
    expect(names).toEqual(['Ada', 'Ben', 'Gia']);
    const stranger = await aPerson(college, { roles: ['facilitator'] });
    for (const reader of [await aLearner(college), stranger]) {
      expect((await reader.get(`/runs/${theirs.id}/facilitators`)).status).not.toBe(200);
      expect((await reader.get(path)).body).toMatchObject({
        courseTitle: 'Building Better Boundaries',
        facilitators: null,
      });
    }
  });
});

test('my own runs carry their sessions, places taken, and to those who run them how many wait', async () => {
  const small = await anOpenRun(cast, ['2027-02-20T10:00'], { capacity: { kind: 'limited', places: 1 } });
  await anAcceptance(cast.casey, small.id, other, 'observer');
  for (const person of [await aLearner(college), await aLearner(college)])
    await person.post(`/runs/${small.id}/enrolments`, {});
  const own = async (reader: TestPerson) => {
    const { items } = (await reader.get('/runs?mine=facilitator')).body;
    return items.find(({ id }: { id: string }) => id === small.id);
  };
  const adas = await own(cast.ada);
  expect(adas).toMatchObject({ placesTaken: 1, waiting: 1 });
  expect(adas.sessions).toEqual((await cast.ada.get(`/runs/${small.id}/sessions`)).body.items);
  expect(await own(other)).toMatchObject({ placesTaken: null, waiting: null });
  expect((await cast.ada.get(`/runs/${small.id}`)).body).toMatchObject({ waiting: null, sessions: null });
  const few = await fewestStatementsOf(() => other.get('/runs?mine=facilitator'));
  expect(await fewestStatementsOf(() => cast.ada.get('/runs?mine=facilitator'))).toBeLessThanOrEqual(few + 4);
});
