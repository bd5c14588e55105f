import { jest } from '@jest/globals';
import { RunReadinessService } from '../../src/sessions/runs/run-readiness.service.js';
import { aFacilitator } from '../attendance/a-course.js';
import { aLearner, aPerson, aPublishedVersion, aRun, fromNow, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { fewestStatementsOf } from '../support/counted-statements.js';
import { aCast, aCertification, aDraftRun, anOpenRun, aSession, type Cast } from './a-run.js';

let college: TestCollege;
let cast: Cast;
let learner: TestPerson;
let annex: string;
/** By what the tests call them. */
const runs: Record<string, string> = {};

beforeAll(async () => {
  college = await openTestCollege();
  college.clock.moveTo('2027-02-08T12:00:00Z');
  cast = await aCast(college);
  learner = await aLearner(college);
  const place = { address: '2 Hill', timeZone: 'America/Edmonton', accessFeatures: ['step_free'], capacity: 20 };
  annex = String((await cast.casey.post('/venues', { name: 'Larch Annex', ...place })).body.id);
  const sleep = await aPublishedVersion(college, { title: 'Sleeping Soundly' });
  runs['later'] = (await anOpenRun(cast, ['2027-04-06T10:00'])).id;
  runs['sooner'] = (await anOpenRun(cast, ['2027-02-09T10:00', '2027-02-16T10:00'])).id;
  const peer = await aPerson(college, { name: 'Gia', roles: ['facilitator'] });
  await aCertification(cast.casey, peer, { validThrough: '2027-06-30' });
  const asleep = { ...cast, ada: peer, versionId: sleep.id };
  runs['asleep'] = (await anOpenRun(asleep, ['2027-03-09T10:00'], { venueId: annex })).id;
  runs['draft'] = await aDraftRun(cast);
});
afterAll(() => college.close());

async function found(reader: TestPerson, query: string): Promise<string[]> {
  const { status, body } = await reader.get(`/runs?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items.map(({ id }: { id: string }) => Object.keys(runs).find((name) => runs[name] === id));
}

describe('runs are found', () => {
  test.each([
    ['the beginning of a word', 'bound', ['sooner', 'later']],
    ['a word as people misspell it', 'boundries', ['sooner', 'later']],
    ['misspelt words', 'beter boundries', ['sooner', 'later']],
    ['a word of the course in another form', 'sounds', ['asleep']],
    ['the name of the place', 'larch', ['asleep']],
    ['a word behind a minus', '-boundaries', ['sooner', 'later']],
    ['words in quotation marks and between other signs', '"boundaries" | better & ((!', ['sooner', 'later']],
    ['many minuses', '-'.repeat(200), []],
    ['many minuses and quotation marks', '- "'.repeat(60), []],
    ['another word', 'accordion', []],
    ['what is a wild card elsewhere', '%', []],
  ])('by %s (BR-247)', async (_, text, expected) => {
    expect(await found(learner, `text=${encodeURIComponent(text)}`)).toEqual(expected);
    expect((await cast.casey.get(`/runs?total=true&text=${encodeURIComponent(text)}`)).body.total.count).toBe(
      (await found(cast.casey, `text=${encodeURIComponent(text)}`)).length,
    );
  });

  test('by venue and by the days of the place', async () => {
    expect(await found(learner, `venueId=${annex}`)).toEqual(['asleep']);
    expect(await found(learner, 'from=2027-03-01')).toEqual(['asleep', 'later']);
    expect(await found(learner, 'to=2027-03-09')).toEqual(['asleep', 'sooner']);
    expect(await found(learner, 'from=2027-02-10&to=2027-02-15')).toEqual([]);
    expect(await found(learner, 'from=2027-02-16&to=2027-02-16')).toEqual(['sooner']);
  });

  test('by a session that is a draft only by those who see it', async () => {
    await aSession(cast.ben, runs['sooner'] ?? '', '2027-05-04T10:00', { planOrder: null });
    expect(await found(learner, 'from=2027-05-01')).toEqual([]);
    expect(await found(cast.ben, 'from=2027-05-01')).toEqual(['sooner']);
    expect(await found(cast.casey, 'from=2027-05-01')).toEqual(['sooner']);
  });

  test('in the order of planning or of beginning, drafts by those alone who see them', async () => {
    expect(await found(cast.casey, 'sort=newest')).toEqual(['draft', 'asleep', 'sooner', 'later']);
    expect(await found(cast.casey, 'sort=soonest')).toEqual(['sooner', 'asleep', 'later', 'draft']);
    expect((await cast.casey.get('/runs?total=true&limit=1')).body.total).toEqual({ count: 4, more: false });
    expect((await learner.get('/runs?total=true&limit=1')).body.total).toEqual({ count: 3, more: false });
    expect((await learner.get('/runs')).body).not.toHaveProperty('total');
  });
});

test('a total is one more statement, and a search none', async () => {
  const count = (query: string) => fewestStatementsOf(() => cast.casey.get(`/runs?${query}`));
  const plain = await count('limit=2');
  expect(await count('limit=2&text=bound&from=2027-02-01&sort=soonest')).toBe(plain);
  expect(await count('limit=2&total=true')).toBe(plain + 1);
  expect(await count('limit=2&atRisk=false')).toBe(plain);
});

test('what makes a run risky is read of those runs alone that somebody runs', async () => {
  const asked = jest.spyOn(college.app.get(RunReadinessService), 'atRisk');
  const firstAsked = async (reader: TestPerson) => {
    asked.mockClear();
    await found(reader, 'atRisk=true');
    return asked.mock.calls[0]?.[0];
  };
  expect(await firstAsked(learner)).toEqual([]);
  expect(await firstAsked(await aPerson(college, { roles: ['facilitator'] }))).toEqual([]);
  const own = await firstAsked(cast.ada);
  expect([...(own ?? [])].sort()).toEqual([runs['later'], runs['sooner']].sort());
  expect(await firstAsked(cast.casey)).toBeNull();
  asked.mockRestore();
});

test('runs at risk are listed for those who run them, as each says itself, until they are over (BR-30)', async () => {
  expect(await found(cast.casey, 'atRisk=true')).toEqual([]);
  await college.sql.query(
    `
      alter table certification_period disable trigger user;
      update certification_period set valid_through = '2027-02-28' where valid_through = '2027-06-30';
      alter table certification_period enable trigger user`,
  );
  expect(await found(cast.casey, 'atRisk=true')).toEqual(['asleep']);
  expect(await found(cast.casey, 'atRisk=false')).toEqual(['draft', 'sooner', 'later']);
  expect(await found(cast.ben, 'atRisk=true')).toEqual(['asleep']);
  for (const query of ['atRisk=true', 'atRisk=false']) {
    expect(await found(cast.ada, query)).toEqual(query === 'atRisk=true' ? [] : ['sooner', 'later']);
    expect(await found(learner, query)).toEqual([]);
    const { body } = await cast.casey.get(`/runs?${query}`);
    for (const run of body.items) expect(run.atRisk).toBe(query === 'atRisk=true');
  }
  college.clock.moveTo('2027-03-20T12:00:00Z');
  expect(await found(cast.casey, 'atRisk=true')).toEqual([]);
  expect((await cast.casey.get(`/runs/${runs['asleep']}`)).body.atRisk).toBe(false);
});

test('the list of my own runs has the next and the last sessions of each', async () => {
  const day = (days: number) => fromNow(college, { days });
  const starts = Array.from({ length: 80 }, (_, index) => day(index - 20));
  const { id, sessionIds } = await aRun(college, { starts, state: 'finished' });
  const facilitator = await aFacilitator(college, id);
  const { body } = await facilitator.get('/runs?mine=facilitator');
  expect(body.items[0].sessions.map((session: { id: string }) => session.id)).toEqual(sessionIds.slice(10, 60));
});
