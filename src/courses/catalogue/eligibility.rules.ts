import { folded } from '../../platform/text/folded-text.rules.js';
import type { EligibilityRule } from '../versions/content.dto.js';

/** All that eligibility may depend on. A diagnosis is not among them and never will be (BR-20). */
export const eligibilityRuleTypes = ['age', 'area', 'eligibility_basis', 'prior_course'] as const;

/** Whether every rule is of a type that may be (BR-20). */
export const areEligible = (rules: readonly EligibilityRule[]): boolean =>
  rules.every(({ type }) => eligibilityRuleTypes.some((allowed) => allowed === type));

/** What a person has said of themselves that a condition may ask for. */
export interface EligibilityFacts {
  age: number | null;
  area: string | null;
  eligibilityBasis: string | null;
  /** Ids of courses that they completed. */
  completedCourseIds: readonly string[];
}

/**
 * The conditions of a course that somebody does not meet, in the words of the prospectus; one value that fits is enough
 * for each.
 */
export const unmetConditions = (rules: readonly EligibilityRule[], facts: EligibilityFacts): string[] =>
  rules.filter((rule) => !rule.values.some((value) => meets(rule.type, value, facts))).map(({ words }) => words);

function meets(
  type: string,
  value: string,
  { age, area, eligibilityBasis, completedCourseIds }: EligibilityFacts,
): boolean {
  const same = (said: string | null) => said !== null && folded(said).trim() === folded(value).trim();
  switch (type) {
    case 'age':
      return age !== null && isInRange(age, value);
    case 'area':
      return same(area);
    case 'eligibility_basis':
      return same(eligibilityBasis);
    default:
      return completedCourseIds.some(same);
  }
}

/** `16-25`, `16-` or `-25`; both ends belong to it. */
function isInRange(age: number, range: string): boolean {
  const [, from = '', to = ''] = /^\s*(\d{0,3})\s*-\s*(\d{0,3})\s*$/.exec(range) ?? [];
  return (from !== '' || to !== '') && age >= Number(from || 0) && age <= Number(to || 999);
}
