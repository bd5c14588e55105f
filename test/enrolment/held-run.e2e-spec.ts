import { aRun, someLearners } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { Crowd } from '../../src/platform/limits/crowd.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege({ crowd: { patience: 1_000 } })));
afterAll(() => college.close());

test('while somebody holds a run, sixty who enrol hear so soon, and nothing is half done', async () => {
  const run = await aRun(college, { capacity: 20 });
  const people = await someLearners(college, 60);
  const holder = college.sql.createQueryRunner();
  await holder.startTransaction();
  await holder.query('select id from run where id = $1 for update', [run.id]);
  const answers = await Promise.all(
    people.map(async (person) => {
      const start = performance.now();
      const { status, body, headers } = await person.post(`/runs/${run.id}/enrolments`, {});
      return { status, code: body.code, again: Number(headers['retry-after']), after: performance.now() - start };
    }),
  );
  expect(new Set(answers.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['503 busy']));
  expect(Math.min(...answers.map(({ again }) => again))).toBeGreaterThan(0);
  // Two and a half seconds where the machine has time; three after three they would take forty.
  expect(Math.max(...answers.map(({ after }) => after))).toBeLessThan(25_000);
  expect(college.app.get(Crowd).counts).toMatchObject({ running: 0, waiting: 0 });
  await holder.rollbackTransaction();
  await holder.release();
  const [{ count }] = await college.sql.query('select count(*)::integer from enrolment where run_id = $1', [run.id]);
  expect(count).toBe(0);
  expect((await people[0]?.post(`/runs/${run.id}/enrolments`, {}))?.status).toBe(201);
});
