import { openTestCollege, type TestCollege } from '../support/college.js';
import { followsTheModel } from './model-play.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

test(
  'any of 300 sequences of enrolling, leaving, answering, waiting and changing places gives what the reference model gives',
  () => followsTheModel(college, 300),
  1_200_000,
);
