import { aDay, later } from '../../platform/calendar.js';
import { refuse } from '../../platform/errors/refusal.js';
import { sessionsRefusals } from '../sessions.refusals.js';

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

/** When the sessions of a run begin and end that were not cancelled; null where there is none. */
export interface RunDays {
  firstStart: Date | null;
  lastEnd: Date | null;
}

/**
 * Whether those who facilitate a run see its people now: from some days before its first session until as many after
 * its last (BR-37, 207). A run without sessions has no such days.
 */
export const withinRosterDays = (now: Date, { firstStart, lastEnd }: RunDays, days: number): boolean =>
  firstStart !== null &&
  lastEnd !== null &&
  later(firstStart, -days * aDay) <= now &&
  now <= later(lastEnd, days * aDay);

/** 403 `roster_closed` outside these days, whichever of a run's people is asked about, and in whatever way. */
export function requireRosterDays(now: Date, run: RunDays, days: number): void {
  if (!withinRosterDays(now, run, days)) throw refuse(sessionsRefusals.roster_closed, { values: { days } });
}
