import { checkInvariants } from '../../src/operations/invariant-check.js';
import type { TestCollege } from './college.js';

/** The promises that are broken now; a concurrency test ends by expecting none. */
export async function brokenPromises(college: TestCollege): Promise<string[]> {
  const found = await checkInvariants((text, values) => college.sql.query(text, values), college.clock.now());
  return found.filter(({ violations }) => violations > 0).map(({ code, violations, examples }) => `${code}: ${violations}, e.g. ${examples[0]}`);
}
