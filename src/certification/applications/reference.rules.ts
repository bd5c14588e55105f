import type { StateTable } from '../../platform/states/state-table.js';

export const referenceStates = ['request_sent', 'received', 'accepted', 'not_accepted'] as const;
export type ReferenceState = (typeof referenceStates)[number];

export const referenceMoves = {
  request_sent: ['received'],
  received: ['accepted', 'not_accepted'],
  accepted: [],
  not_accepted: [],
} as const satisfies StateTable<ReferenceState>;

/** Days for which the link in the letter works. */
export const referenceLinkDays = 30;
