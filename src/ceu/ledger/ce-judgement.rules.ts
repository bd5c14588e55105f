import { unmetCondition } from '../../platform/errors/refusal.js';
import { firstUncovered } from '../approvals/ce-approval.rules.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type { ApprovalCase, CreditCase } from './ce-award.queries.js';
import { type CreditRule, type Decision, decideAward } from './ce-award.rules.js';

/**
 * The rules that count: those of the first award, where there was one; a change of an approval never reaches back
 * (BR-110).
 */
export const ruleOf = (approval: ApprovalCase['approval'], [first]: ApprovalCase['chain']): CreditRule => {
  const {
    rounding,
    minimumMinutes,
    attendancePercent,
    partialCredit,
    maxMinutesPerDay,
    categoryScope,
    evaluationRequired,
    assessmentRequired,
    presenterMinutes,
    retentionYears,
  } = {
    ...approval,
    ...first?.rule,
  };
  return {
    rounding,
    minimumMinutes,
    attendancePercent,
    partialCredit,
    maxMinutesPerDay,
    categoryScope,
    evaluationRequired,
    assessmentRequired,
    presenterMinutes,
    retentionYears,
  };
};

/** The first day of the completion on which the approval did not count. */
export const uncovered = ({ sessions }: CreditCase, { approval, attachments }: ApprovalCase): string | undefined =>
  firstUncovered(
    approval,
    attachments,
    sessions.map(({ on }) => on),
  );

/** What one approval gives for one completion (BR-106, 109 to 113). */
export function judge(one: CreditCase, each: ApprovalCase): Decision {
  const day = each.chain.length === 0 ? uncovered(one, each) : undefined;
  if (day !== undefined)
    return { credit: null, unmet: [unmetCondition(ceuRefusals.approval_not_valid_on_date, { day })] };
  return decideAward(ruleOf(each.approval, each.chain), { ...one, presentedBefore: each.presentedBefore });
}
