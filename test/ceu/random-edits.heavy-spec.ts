import { openTestCollege, type TestCollege } from '../support/college.js';
import { attended, aCreditedCourse } from './credited.js';
import { randomFrom } from './random.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test('after 10,000 random edits of attendance the ledger adds up to the transcript', async () => {
  const course = await aCreditedCourse(college, { approval: { attendancePercent: 40 } });
  const [eve] = course.learners;
  if (!eve) throw new Error('Nobody came');
  const random = randomFrom(42);
  for (let edit = 1; edit <= 10_000; edit++) {
    await attended(college, course, eve, [random(106), random(106)], { completed: random(10) > 0 });
    if (edit % 250 > 0) continue;
    const [{ ledger, transcript }] = await college.sql.query(
      `select coalesce(sum(minutes), 0)::integer as ledger, (select coalesce(sum(minutes), 0)::integer from ce_award where person_id = $1 and state <> 'reversed') as transcript from ce_entry where person_id = $1`,
      [eve.id],
    );
    expect(transcript).toBe(ledger);
  }
}, 1_200_000);
