export const deliveryRoles = ['peer', 'learned', 'support', 'observer', 'shadow'] as const;
export type DeliveryRole = (typeof deliveryRoles)[number];

/**
 * Those who co-facilitate: they work on the run's sessions, see its roster and count for its ratio. Observers and
 * shadows watch.
 */
export const facilitatingRoles = ['peer', 'learned', 'support'] as const satisfies readonly DeliveryRole[];

export const assignmentStates = ['offered', 'accepted', 'declined', 'stood_down'] as const;
export type AssignmentState = (typeof assignmentStates)[number];

/** Moves of a facilitator assignment. Nobody is put on a run without having accepted it. */
export const assignmentMoves = {
  offered: ['accepted', 'declined', 'stood_down'],
  accepted: ['stood_down'],
  declined: [],
  stood_down: [],
} as const satisfies Record<AssignmentState, readonly AssignmentState[]>;

export const conflictStates = ['none', 'declared', 'resolved'] as const;
export type ConflictState = (typeof conflictStates)[number];
