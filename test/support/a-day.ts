import { openTestCollege, type TestCollege } from './college.js';

/**
 * Opens a college for the tests of one file and closes it after them. Each test begins at noon of that day; what is
 * answered moves the college to noon of another.
 */
export function collegeOn(day: string, furnish: (college: TestCollege) => Promise<void>): (day: string) => void {
  let college: TestCollege;
  const at = (wanted: string): void => college.clock.moveTo(`${wanted}T12:00:00Z`);
  beforeAll(async () => {
    college = await openTestCollege();
    at(day);
    await furnish(college);
  });
  beforeEach(() => at(day));
  afterAll(() => college.close());
  return at;
}
