import { jest } from '@jest/globals';
import { expecting } from '../courses/co-production.js';
import { ChosenReaders } from '../journals/chosen-readers.js';
import { anEntry, letShareWith, share } from '../journals/journal.js';
import { forgetLimits } from '../support/limits.js';
import { anAccount } from '../people/account.js';
import { aCourse, aFacilitator } from '../attendance/a-course.js';
import { aCertification } from '../sessions/a-run.js';
import {
  aCoordinator,
  aLearner,
  aRun,
  fromNow,
  someLearners,
  somePeople,
  type TestPerson,
  type TestRun,
} from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { fewestStatementsOf, plannedAnew, statementsOf } from '../support/counted-statements.js';

// Anything that touches a table from outside may make PostgreSQL plan once more.
jest.retryTimes(2);

/** What it knows of a few rows decides whether it plans anew, and it looks whenever it likes. */
const withoutLooking = `
  do $$
  declare name text;
  begin
    for name in select format('%I', relname) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace loop
      execute format('alter table %s set (autovacuum_enabled = false)', name);
    end loop;
  end $$`;

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  await college.sql.query(withoutLooking);
});
beforeEach(() => forgetLimits(college));
afterAll(() => college.close());

test('a list of recipients costs as many statements for a hundred people as for one', async () => {
  const [few, many] = [await aLearner(college), await aLearner(college)];
  letShareWith(college, few, await aLearner(college));
  letShareWith(college, many, ...(await somePeople(college, 100)));
  const listed = async (author: typeof few, length: number) => {
    const { id } = await anEntry(author);
    return fewestStatementsOf(async () =>
      expect((await author.get(`/journal-entries/${id}/recipients`)).body.items).toHaveLength(length),
    );
  };
  const one = await listed(few, 1);
  expect(one).toBeGreaterThan(1);
  expect(await listed(many, 100)).toBe(one);
});

test('so does the list of what others share with me, for many authors', async () => {
  const [few, many] = [await aLearner(college), await aLearner(college)];
  const authors = await someLearners(college, 6);
  for (const [index, author] of authors.entries()) {
    const readers = index === 0 ? [few, many] : [many];
    letShareWith(college, author, ...readers);
    const entry = await anEntry(author);
    for (const reader of readers) await share(author, entry, reader);
  }
  const shared = (reader: typeof few, length: number) =>
    fewestStatementsOf(async () =>
      expect((await expecting(200, reader.get('/shared-with-me'))).body.items).toHaveLength(length),
    );
  const one = await shared(few, 1);
  expect(one).toBeGreaterThan(1);
  expect(await shared(many, 6)).toBe(one);
});

test('and a series of sessions, for many weeks', async () => {
  const drafted = async (count: number) => {
    const run = await aRun(college);
    const ada = await aFacilitator(college, run.id);
    await aCertification(await aCoordinator(college), ada);
    await expecting(200, ada.get(`/runs/${run.id}`));
    return statementsOf(async () => {
      const { body } = await expecting(
        201,
        ada.post(`/runs/${run.id}/session-series`, {
          firstDate: '2027-01-11',
          count,
          startTime: '10:00',
          endTime: '12:00',
        }),
      );
      expect(body.sessionIds).toHaveLength(count);
    });
  };
  await drafted(2);
  const two = await drafted(2);
  expect(two).toBeGreaterThan(1);
  expect(await drafted(12)).toBe(two);
});

test('a try to sign in is counted with one statement, noted with one where it fails, and given back with one otherwise', async () => {
  const { signIn } = await anAccount(college);
  const cost = (wish: object, status: number) =>
    fewestStatementsOf(async () => expect((await signIn(wish)).status).toBe(status));
  expect(await cost({ password: 'not the password at all' }, 401)).toBe(3);
  expect(await cost({}, 200)).toBe(7);
});

describe('as PostgreSQL sees them, begin and commit among them', () => {
  test('a journal is listed in four round trips, and written in seven', async () => {
    const author = await aLearner(college);
    for (let each = 0; each < 3; each++) await anEntry(author);
    const listed = () => expecting(200, author.get('/journal-entries'));
    expect(await fewestStatementsOf(listed)).toBe(4);
    expect(await fewestStatementsOf(() => anEntry(author))).toBe(7);
    const written = (key: string) =>
      expecting(201, author.post('/journal-entries', { blocks: [{ text: 'once' }] }, { 'idempotency-key': key }));
    expect(await statementsOf(() => written('first'))).toBe(9);
    expect((await written('first')).body.id).toBe((await written('first')).body.id);
  });

  test('a register of twenty is taken in five, and in six where somebody did not come', async () => {
    const { ada, sessionIds, enrolmentIds } = await aCourse(college, {
      learners: 20,
      capacity: 20,
      starts: [fromNow(college, { minutes: -30 })],
    });
    const taken = (first: string) => {
      const rows = enrolmentIds.map((enrolmentId, place) => ({ enrolmentId, state: place === 0 ? first : 'present' }));
      return fewestStatementsOf(async () => {
        const { body } = await expecting(200, ada.put(`/sessions/${sessionIds[0]}/register`, { rows }));
        expect(body).toMatchObject({ recorded: 20, refused: 0 });
      });
    };
    expect(await taken('present')).toBe(5);
    const absences = enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'dna' }));
    expect(
      await statementsOf(() => expecting(200, ada.put(`/sessions/${sessionIds[0]}/register`, { rows: absences }))),
    ).toBe(6);
  });

  test('runs are listed in one, and in five for whoever runs them', async () => {
    const coordinator = await aCoordinator(college);
    const run = await aRun(college);
    await aCertification(coordinator, await aFacilitator(college, run.id));
    const listed = (who: { get: typeof coordinator.get }) =>
      fewestStatementsOf(() => expecting(200, who.get('/runs?limit=20')));
    expect(await listed(await aLearner(college))).toBe(1);
    expect(await listed(coordinator)).toBe(5);
  });
});

describe('as PostgreSQL sees them, begin, commit and reading the answer among them', () => {
  /** Somebody with a place on a run that has seen others come this hour. */
  async function aQuietRun() {
    const run = await aRun(college, { capacity: 50 });
    const [first, ...others] = await someLearners(college, 4);
    await expecting(201, first!.post(`/runs/${run.id}/enrolments`, {}));
    return { run, others };
  }
  const enrolled = (who: TestPerson, { id }: TestRun, headers = {}) =>
    expecting(201, who.post(`/runs/${id}/enrolments`, {}, headers));

  test('enrolling takes six, eight with an Idempotency-Key, and four where it is refused', async () => {
    const { run, others } = await aQuietRun();
    for (const person of others) await expecting(200, person.get('/me'));
    const [one, another] = others;
    expect(await statementsOf(() => enrolled(one!, run))).toBe(6);
    expect(await statementsOf(() => enrolled(another!, run, { 'idempotency-key': 'once' }))).toBe(8);
    expect(await fewestStatementsOf(() => expecting(409, one!.post(`/runs/${run.id}/enrolments`, {})))).toBe(4);
  });

  test('withdrawing takes seven', async () => {
    const { run, others } = await aQuietRun();
    const [one] = others;
    const { body } = await enrolled(one!, run);
    expect(await statementsOf(() => expecting(201, one!.post(`/enrolments/${body.id}/withdrawal`, {})))).toBe(7);
  });

  test('whether one could enrol takes four', async () => {
    const { run, others } = await aQuietRun();
    expect(await fewestStatementsOf(() => expecting(200, others[0]!.get(`/runs/${run.id}/eligibility`)))).toBe(4);
  });
});

describe('what many people do at once is planned once', () => {
  test('enrolling, giving the place back, and asking whether one could', async () => {
    const run = await aRun(college, { capacity: 50 });
    const person = await aLearner(college);
    const back = async () => {
      await expecting(200, person.get(`/runs/${run.id}/eligibility`));
      const { body } = await expecting(201, person.post(`/runs/${run.id}/enrolments`, {}));
      await expecting(409, person.post(`/runs/${run.id}/enrolments`, {}));
      await expecting(201, person.post(`/enrolments/${body.id}/withdrawal`, {}));
    };
    expect(await plannedAnew(college, back)).toEqual([]);
  });

  test('journals', async () => {
    const author = await aLearner(college);
    expect(await plannedAnew(college, () => anEntry(author))).toEqual([]);
    expect(await plannedAnew(college, () => expecting(200, author.get('/journal-entries')))).toEqual([]);
  });

  test('signing in', async () => {
    const { signIn } = await anAccount(college);
    expect(await plannedAnew(college, () => signIn())).toEqual([]);
  });

  test('registers', async () => {
    const { ada, sessionIds, enrolmentIds } = await aCourse(college, { starts: [fromNow(college, { minutes: -30 })] });
    const rows = enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'present' }));
    const taken = () => expecting(200, ada.put(`/sessions/${sessionIds[0]}/register`, { rows }));
    expect(await plannedAnew(college, taken)).toEqual([]);
  });

  test.each(['', '&state=open', '&title=kind'])('runs%s', async (filter) => {
    const coordinator = await aCoordinator(college);
    const runs = Array.from({ length: 12 }, () => aRun(college));
    const ada = await aFacilitator(college, (await Promise.all(runs))[0]?.id ?? '');
    await aCertification(coordinator, ada);
    const listed = (who: typeof ada) => () => expecting(200, who.get(`/runs?limit=20${filter}`));
    expect(await plannedAnew(college, listed(coordinator))).toEqual([]);
    expect(await plannedAnew(college, listed(ada))).toEqual([]);
  });
});
