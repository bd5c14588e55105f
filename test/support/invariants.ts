import { checkInvariants } from '../../src/operations/invariant-check.js';
import type { TestCollege } from './college.js';

/** The promises that are broken now. */
export async function brokenPromises(college: TestCollege): Promise<string[]> {
  const found = await checkInvariants((text, values) => college.sql.query(text, values), college.clock.now());
  return found
    .filter(({ violations }) => violations > 0)
    .map(({ code, violations, examples }) => `${code}: ${violations}, e.g. ${examples[0]}`);
}

/** How tests of changing places end: every promise that SQL can check holds. */
export async function requirePromises(college: TestCollege): Promise<void> {
  const broken = await brokenPromises(college);
  if (broken.length > 0) throw new Error(`Broken promises: ${broken.join('; ')}`);
}
