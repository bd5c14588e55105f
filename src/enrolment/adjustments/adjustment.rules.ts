import type { StateTable } from '../../platform/states/state-table.js';
import { when } from '../../platform/access/acts.js';

export const adjustmentStates = ['requested', 'agreed', 'in_place', 'not_possible', 'ended'] as const;
export type AdjustmentState = (typeof adjustmentStates)[number];

/** What turned out not to be possible can still be agreed on in another way. */
export const adjustmentMoves = {
  requested: ['agreed', 'not_possible', 'ended'],
  agreed: ['in_place', 'not_possible', 'ended'],
  in_place: ['not_possible', 'ended'],
  not_possible: ['agreed', 'ended'],
  ended: [],
} as const satisfies StateTable<AdjustmentState>;

/** Enrolments for which something can still be arranged. */
export const canBeAdjusted = (enrolmentState: string): boolean =>
  ['requested', 'waitlisted', 'offered', 'confirmed'].includes(enrolmentState);

export interface AdjustmentTies {
  /** The person whose enrolment it is. */
  isLearner: boolean;
  /** A coordinator, or an accepted facilitator of the run. */
  arranges: boolean;
}

export const adjustmentActs = ['agree', 'put_in_place', 'say_not_possible', 'end', 'confirm'] as const;
export type AdjustmentAct = (typeof adjustmentActs)[number];

/** What somebody may do with an adjustment now; nothing for those who may not see it. */
export function adjustmentActions({ isLearner, arranges }: AdjustmentTies, state: AdjustmentState): AdjustmentAct[] {
  const next: readonly AdjustmentState[] = adjustmentMoves[state];
  return [
    ...(arranges && !isLearner
      ? (['agreed', 'in_place', 'not_possible'] as const)
          .filter((to) => next.includes(to))
          .map((to) => (({ agreed: 'agree', in_place: 'put_in_place', not_possible: 'say_not_possible' }) as const)[to])
      : []),
    ...when(next.includes('ended'), 'end'),
    ...when(isLearner && state === 'in_place', 'confirm'),
  ];
}
