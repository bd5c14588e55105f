import { monthsLater } from '../../platform/calendar.js';
import type { StateTable } from '../../platform/states/state-table.js';

export const applicationStates = [
  'draft',
  'submitted',
  'returned',
  'screening',
  'training',
  'practice',
  'assessment',
  'panel',
  'deferred',
  'approved',
  'refused',
  'appeal',
  'upheld',
  'overturned',
  'withdrawn',
  'expired',
] as const;
export type ApplicationState = (typeof applicationStates)[number];

export const applicationMoves = {
  draft: ['submitted', 'withdrawn', 'expired'],
  submitted: ['screening', 'returned', 'withdrawn', 'expired'],
  returned: ['submitted', 'withdrawn', 'expired'],
  screening: ['training', 'returned', 'withdrawn', 'expired'],
  training: ['practice', 'withdrawn', 'expired'],
  practice: ['assessment', 'withdrawn', 'expired'],
  assessment: ['panel', 'withdrawn', 'expired'],
  panel: ['approved', 'refused', 'deferred', 'withdrawn', 'expired'],
  deferred: ['panel', 'withdrawn', 'expired'],
  approved: [],
  refused: ['appeal'],
  appeal: ['upheld', 'overturned'],
  upheld: [],
  overturned: [],
  withdrawn: [],
  expired: [],
} as const satisfies StateTable<ApplicationState>;

/** The next stage of an application that is on its way. */
export const nextStage: Partial<Record<ApplicationState, ApplicationState>> = {
  submitted: 'screening',
  screening: 'training',
  training: 'practice',
  practice: 'assessment',
  assessment: 'panel',
  deferred: 'panel',
};

/**
 * Where it stands today: one on which nothing happened for so many months has expired. Dates decide, no job has to run.
 */
export function stateOn(
  state: ApplicationState,
  touchedOn: string,
  today: string,
  idleMonths: number,
): ApplicationState {
  const open = (applicationMoves[state] as readonly ApplicationState[]).includes('expired');
  return open && monthsLater(touchedOn, idleMonths) <= today ? 'expired' : state;
}

/** In these states nothing follows any more. */
export const isOver = (state: ApplicationState): boolean => applicationMoves[state].length === 0;
export const statesOver = applicationStates.filter(isOver);

/**
 * Whether a panel may still come to decide on it: it is on its way or under appeal, or was refused so lately that an
 * appeal is possible.
 */
export const mayBeDecided = (standing: ApplicationState, appealUntil: string | null, today: string): boolean =>
  standing === 'refused' ? appealUntil !== null && today <= appealUntil : !isOver(standing);

export const applicationActions = [
  'edit',
  'submit',
  'withdraw',
  'return',
  'advance',
  'assess',
  'decide',
  'appeal',
  'decide_appeal',
  'verify_practice',
] as const;
export type ApplicationAction = (typeof applicationActions)[number];
