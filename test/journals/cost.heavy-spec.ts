import { aLearner } from '../support/builders.js';
import { openTestCollege } from '../support/college.js';
import { journalCost } from './cost.js';

test('writing and reading a journal cost at most one and a half times what they would without encryption', async () => {
  const college = await openTestCollege();
  const author = await aLearner(college);
  const { write, read } = await journalCost(college, author);
  console.log({ write, read });
  expect(await college.sql.query('select from journal_version where author_id = $1', [author.id])).toHaveLength(201);
  expect(Math.max(write.ratio, read.ratio)).toBeLessThanOrEqual(1.5);
  await college.close();
}, 120_000);
