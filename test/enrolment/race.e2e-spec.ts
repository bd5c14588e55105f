import { aRun, someLearners } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test('100 people who enrol at once on 20 places get exactly 20 places and an ordered queue of 80', async () => {
  const people = await someLearners(college, 100);
  const run = await aRun(college, { capacity: 20 });
  const answers = await Promise.all(people.map((person) => person.post(`/runs/${run.id}/enrolments`, {})));
  expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(201));
  expect(answers.filter(({ body }) => body.state === 'confirmed')).toHaveLength(20);

  const waiting = await Promise.all(people.map((person) => person.get('/me/enrolments')));
  const queue = waiting.map(({ body }) => body.items[0]).filter(({ state }) => state === 'waitlisted').sort((a, b) => a.position - b.position);
  expect(queue.map(({ position }) => position)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
  expect(queue.map(({ joinedAt }) => joinedAt)).toEqual(queue.map(({ joinedAt }) => joinedAt).sort());

  const [counted] = await college.sql.query(
    `select places_taken, (select count(*)::integer from enrolment where run_id = $1 and state = 'confirmed') as confirmed from run where id = $1`, [run.id],
  );
  expect(counted).toEqual({ places_taken: 20, confirmed: 20 });
});
