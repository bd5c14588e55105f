import { aLearner } from '../support/builders.js';
import { openTestCollege } from '../support/college.js';
import { journalCost } from './cost.js';

test('what sealing costs is measured on entries that were really written and read', async () => {
  const college = await openTestCollege();
  const author = await aLearner(college);
  const { write, read } = await journalCost(college, author);
  console.log({ write, read });
  expect(await college.sql.query('select from journal_version where author_id = $1', [author.id])).toHaveLength(200);
  await college.close();
}, 120_000);
