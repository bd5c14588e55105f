import type { StateTable } from '../../platform/states/state-table.js';
import { when } from '../../platform/access/acts.js';

export const safetyPlanStates = ['draft', 'active', 'under_review', 'withdrawn'] as const;
export type SafetyPlanState = (typeof safetyPlanStates)[number];

/** The learner alone moves it. Only an active one is read by others; what is withdrawn has no words any more. */
export const safetyPlanMoves = {
  draft: ['active', 'withdrawn'],
  active: ['under_review', 'withdrawn'],
  under_review: ['active', 'withdrawn'],
  withdrawn: [],
} as const satisfies StateTable<SafetyPlanState>;

/** What stands in a plan, each part in the learner's own words. */
export const safetyPlanParts = ['earlySigns', 'whatHelps', 'whatDoesNot', 'whatToDo', 'whomToCall'] as const;
export type SafetyPlanPart = (typeof safetyPlanParts)[number];
export type SafetyPlanWords = Record<SafetyPlanPart, string | null>;

/** A plan that others may come to read says something. */
export const saysSomething = (words: Readonly<Record<SafetyPlanPart, unknown>>): boolean =>
  safetyPlanParts.some((part) => words[part] !== null);

export const safetyPlanActs = ['write', 'activate', 'review', 'share', 'withdraw'] as const;
export type SafetyPlanAct = (typeof safetyPlanActs)[number];

/** What the learner may do with it now. */
export function safetyPlanActions(state: SafetyPlanState): SafetyPlanAct[] {
  const next: readonly SafetyPlanState[] = safetyPlanMoves[state];
  return [
    'write',
    ...when(next.includes('active'), 'activate'),
    ...when(next.includes('under_review'), 'review'),
    ...when(next.includes('withdrawn'), 'share', 'withdraw'),
  ];
}
