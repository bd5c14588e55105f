import { openTestCollege, type TestCollege } from '../support/college.js';
import { brokenPromises } from '../support/invariants.js';
import { attended, aCreditedCourse } from './credited.js';
import { randomFrom } from './random.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test('after 10,000 random edits of the attendance of 100 people the ledger adds up to their transcripts', async () => {
  const course = await aCreditedCourse(college, { learners: 100, capacity: 100, approval: { attendancePercent: 40 } });
  const random = randomFrom(42);
  for (let round = 0; round < 100; round++) {
    for (const learner of course.learners)
      await attended(college, course, learner, [random(106), random(106)], { completed: random(10) > 0 });
    if (round % 10 === 9) expect(await brokenPromises(college)).toEqual([]);
  }
  const [{ entries }] = await college.sql.query('select count(*)::integer as entries from ce_entry');
  expect(entries).toBeGreaterThan(10_000);
}, 1_200_000);
