import type { EligibilityRule } from './content.dto.js';

/** All that eligibility may depend on. A diagnosis is not among them and never will be (BR-20). */
export const eligibilityRuleTypes = ['age', 'area', 'eligibility_basis', 'prior_course'] as const;

/** Whether every rule is of a type that may be (BR-20). */
export const areEligible = (rules: readonly EligibilityRule[]): boolean =>
  rules.every(({ type }) => eligibilityRuleTypes.some((allowed) => allowed === type));
