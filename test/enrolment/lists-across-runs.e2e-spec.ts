import { aCast, anOpenRun, type Cast } from '../sessions/a-run.js';
import { aLearner, aPerson, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
let cast: Cast;
let runs: string[];
let eve: TestPerson;
let dee: TestPerson;
beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-01-04T12:00:00Z');
  cast = await aCast(college);
  runs = [];
  for (const start of ['2027-01-11T10:00', '2027-02-09T10:00'])
    runs.push((await anOpenRun(cast, [start], { capacity: { kind: 'limited', places: 1 } })).id);
  [eve, dee] = [await aLearner(college, { name: 'Eve' }), await aLearner(college, { name: 'Dee' })];
  for (const run of runs) for (const person of [eve, dee]) await person.post(`/runs/${run}/enrolments`, {});
});
afterAll(() => college.close());

describe('enrolments', () => {
  test('are not listed of everybody: it has to be said of whom, or of which run (BR-238)', async () => {
    expect((await cast.casey.get('/enrolments')).body).toMatchObject({ status: 400, code: 'enrolments_of_whom' });
  });

  const found = async (query: string) =>
    (await cast.casey.get(`/enrolments?${query}`)).body.items.map(
      ({ personId, run, state }: { personId: string; run: { id: string }; state: string }) => [personId, run.id, state],
    );

  test('are listed for one person, or for one run, to those who book for others (BR-238)', async () => {
    const [first, second] = runs;
    expect(await found(`personId=${dee.id}`)).toEqual([
      [dee.id, second, 'waitlisted'],
      [dee.id, first, 'waitlisted'],
    ]);
    expect(await found(`runId=${first}`)).toHaveLength(2);
    expect(await found(`runId=${first}&personId=${eve.id}`)).toEqual([[eve.id, first, 'confirmed']]);
    expect(await found(`runId=${first}&state=waitlisted`)).toEqual([[dee.id, first, 'waitlisted']]);
    expect(await found(`personId=${eve.id}&state=waitlisted`)).toEqual([]);
    expect((await cast.casey.get('/enrolments')).body).toMatchObject({ status: 400, code: 'enrolments_of_whom' });
    const administrator = await aPerson(college, { roles: ['administrator'] });
    for (const reader of [administrator, cast.ada, eve])
      expect((await reader.get(`/enrolments?personId=${eve.id}`)).status).toBe(403);
  });

  test('say in the list of readers that they were read, once for a list', async () => {
    const gus = await aLearner(college, { name: 'Gus' });
    for (const run of runs) await gus.post(`/runs/${run}/enrolments`, {});
    await cast.casey.get(`/enrolments?personId=${gus.id}`);
    const { items } = (await gus.get('/me/reads')).body;
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ kind: 'enrolment' });
  });
});

test('queues are told by their length, to coordinators all, to facilitators their own in the days of the roster (BR-238)', async () => {
  const queues = async (reader: TestPerson) =>
    (await reader.get('/waitlists')).body.items.map(({ runId }: { runId: string }) => runId);
  expect(await queues(cast.casey)).toEqual(runs.toReversed());
  expect((await cast.casey.get('/waitlists')).body.items[0]).toMatchObject({
    courseTitle: 'Building Better Boundaries',
    openOffers: 0,
  });
  for (const reader of [cast.casey, cast.ada])
    for (const run of runs)
      expect((await queues(reader)).includes(run)).toBe((await reader.get(`/runs/${run}/waitlist`)).status === 200);
  expect(await queues(cast.ada)).toEqual([runs[0]]);
  expect(await queues(await aPerson(college, { roles: ['facilitator'] }))).toEqual([]);
  expect((await (await aPerson(college, { roles: ['administrator'] })).get('/waitlists')).status).toBe(403);
});
