import type { VersionState } from '../versions/course-version.rules.js';
import { daysLater } from '../../platform/calendar.js';

export const reviewOutcomes = ['approve', 'return', 'reject'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** Where a review leads; a rejected version goes back to its group, so that nobody's work is lost. */
export const stateAfterReview = {
  approve: 'approved',
  return: 'changes_requested',
  reject: 'in_coproduction',
} as const satisfies Record<ReviewOutcome, VersionState>;

export const periodicDecisions = ['keep', 'revise', 'retire'] as const;
export type PeriodicDecision = (typeof periodicDecisions)[number];

export const stateAfterPeriodicReview = {
  keep: 'published',
  revise: 'under_review',
  retire: 'under_review',
} as const satisfies Record<PeriodicDecision, VersionState>;

/** Whether somebody with lived experience reviewed who did not contribute (BR-6). */
export const isIndependent = (
  reviewers: readonly { personId: string; livedExperience: boolean }[],
  contributorIds: readonly string[],
): boolean => reviewers.some(({ personId, livedExperience }) => livedExperience && !contributorIds.includes(personId));

/** The last day on which a version whose review was due may start a run (BR-11). */
export const lastRunnableDay = (reviewDueOn: string, graceDays: number): string => daysLater(reviewDueOn, graceDays);
