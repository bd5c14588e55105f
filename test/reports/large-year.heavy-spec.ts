import { Database } from '../../src/platform/database/database.js';
import { aPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { aLargeYear, largeYear } from '../support/large-year.js';
import { aTermOf, figureIn } from './a-period.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());

/** How many statements a request sends in transactions: each command is one, a plain read is none. */
async function statementsOf(request: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const database = college.app.get(Database);
  const transaction = database.transaction.bind(database);
  database.transaction = (work) =>
    transaction(async (tx) => {
      const client = (await tx.queryRunner?.connect()) as { query: (...all: unknown[]) => unknown };
      const query = client.query.bind(client);
      client.query = (...all) => (statements++, query(...all));
      try {
        return await work(tx);
      } finally {
        client.query = query;
      }
    });
  try {
    await request();
  } finally {
    database.transaction = transaction;
  }
  return statements;
}

test('a year of 100,000 enrolments is reported with as many statements as an empty one, within their time, and served again with none of them', async () => {
  await aLargeYear(college);
  college.clock.moveTo('2031-06-01T12:00:00Z');
  const analyst = await aPerson(college, { roles: ['analyst'] });
  await aTermOf(college, '2024-01-08', '2024-04-30');
  await aTermOf(college, '2024-09-01', '2024-12-15');
  const read = async (path: string) => {
    const { status, body } = await analyst.get(`/reports/${path}`);
    expect(status).toBe(200);
    return body;
  };
  for (const kind of ['activity', 'co-production']) {
    const ofTheEmptyYear = await statementsOf(() => read(`${kind}?period=2025`));
    expect(ofTheEmptyYear).toBeGreaterThan(0);
    expect(await statementsOf(() => read(`${kind}?period=2024`))).toBe(ofTheEmptyYear);
    expect(await statementsOf(() => read(`${kind}?period=2024&by=mode,strand`))).toBe(0);
  }
  const { figures } = await read('activity?period=2024');
  expect(figureIn({ figures }, 'enrolments').value).toBe(largeYear.enrolments);
}, 600_000);
