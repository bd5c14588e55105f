import {
  enrolmentMoves,
  enrolmentSources,
  enrolmentStates,
  liveStates,
  releaseReasons,
  takesPlace,
} from '../../src/enrolment/enrolments/enrolment.rules.js';
import { movesOf } from '../../src/platform/states/state-table.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const constraint = async (name: string): Promise<string> => {
  const [found] = await college.sql.query(
    'select pg_get_constraintdef(oid) as words from pg_constraint where conname = $1',
    [name],
  );
  return found.words;
};
const quoted = (words: string) => [...words.matchAll(/'(\w+)'/g)].map(([, word]) => word).sort();

test('the database knows the same states, sources and reasons as the code', async () => {
  expect(quoted(await constraint('enrolment_state'))).toEqual([...enrolmentStates].sort());
  expect(quoted(await constraint('enrolment_source'))).toEqual([...enrolmentSources].sort());
  expect(quoted(await constraint('enrolment_release_reason'))).toEqual([...releaseReasons].sort());
  const [index] = await college.sql.query(`select indexdef from pg_indexes where indexname = 'enrolment_one_live'`);
  expect(quoted(index.indexdef)).toEqual([...liveStates].sort());
});

test('the database allows the same moves as the code', async () => {
  const [trigger] = await college.sql.query(
    `select encode(tgargs, 'escape') as words from pg_trigger where tgname = 'enrolment_moves'`,
  );
  expect(trigger.words.split('\\000').filter(Boolean).sort()).toEqual(movesOf(enrolmentMoves));
});

test('the database counts the same states as places as the code', async () => {
  const counted = await college.sql.query('select state from unnest($1::text[]) as state where takes_place(state)', [
    enrolmentStates,
  ]);
  expect(counted.map((row: { state: string }) => row.state)).toEqual(enrolmentStates.filter(takesPlace));
});
