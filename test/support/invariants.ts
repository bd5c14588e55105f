import { checkInvariants, isKept } from '../../src/operations/invariant-check.js';
import type { TestCollege } from './college.js';

/** The promises that are broken now, or cannot be checked. */
export async function brokenPromises(college: TestCollege): Promise<string[]> {
  const found = await checkInvariants((text, values) => college.sql.query(text, values), college.clock.now());
  return found
    .filter((promise) => !isKept(promise))
    .map(({ code, violations, examples, notChecked }) =>
      notChecked === null ? `${code}: ${violations}, e.g. ${examples[0]}` : `${code}: not checked (${notChecked})`,
    );
}

/** How tests of changing places end: every promise that SQL can check holds. */
export async function requirePromises(college: TestCollege): Promise<void> {
  const broken = await brokenPromises(college);
  if (broken.length > 0) throw new Error(`Broken promises: ${broken.join('; ')}`);
}
