import type { StateTable } from '../../platform/states/state-table.js';

export const releaseStates = ['requested', 'authorised', 'refused', 'withdrawn', 'released'] as const;
export type ReleaseState = (typeof releaseStates)[number];

/** A transcript leaves the college only after its learner authorised that very release (BR-116). */
export const releaseMoves = {
  requested: ['authorised', 'refused'],
  authorised: ['withdrawn', 'released'],
  refused: [],
  withdrawn: [],
  released: [],
} as const satisfies StateTable<ReleaseState>;
