import { openTestCollege, type TestCollege } from '../support/college.js';
import { aContest, overlaps, planAtOnce } from './bookings.js';

let college: TestCollege;
beforeAll(async () => {
  college = await openTestCollege();
});
afterAll(() => college.close());

test('1,000 bookings of 5 rooms and 5 facilitators at the same time leave no overlap', async () => {
  const contest = await aContest(college, 5, 5);
  const outcomes = await planAtOnce(contest, 1000);
  expect([...outcomes.keys()].sort()).toEqual(['facilitator_double_booked', 'planned', 'room_double_booked']);
  expect(outcomes.get('planned')).toBeGreaterThan(50);
  expect(await overlaps(college, contest)).toEqual({ shared: 0, rushed: 0 });
}, 600_000);
