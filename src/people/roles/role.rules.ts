import { aDay, later } from '../../platform/calendar.js';
import type { Role } from '../../platform/actor.js';
import type { StateTable } from '../../platform/states/state-table.js';

/** Roles that read records of people; an analyst reads figures only and holds none of them. */
const readsPeople: readonly Role[] = ['facilitator', 'coordinator', 'administrator', 'panel_member'];

/** Whether one person may hold both (`src/people/rules.md`, Role conflicts). */
export const compatible = (held: Iterable<Role>, wanted: Role): boolean =>
  [...held].every(
    (role) =>
      !(role === 'analyst' && readsPeople.includes(wanted)) && !(wanted === 'analyst' && readsPeople.includes(role)),
  );

export const roleRequestStates = ['awaiting_second', 'confirmed', 'declined'] as const;
export type RoleRequestState = (typeof roleRequestStates)[number];

export const roleRequestMoves: StateTable<RoleRequestState> = {
  awaiting_second: ['confirmed', 'declined'],
  confirmed: [],
  declined: [],
};

/** A request that nobody confirmed in two weeks is over: who was asked for then may not be wanted any more. */
export const roleRequestDays = 14;
export const requestEnds = (askedAt: Date): Date => later(askedAt, roleRequestDays * aDay);
export const requestIsOver = (askedAt: Date, now: Date): boolean => now >= requestEnds(askedAt);

/** Once two administrators exist, one alone makes no third. */
export const needsSecond = (role: Role, administrators: readonly string[]): boolean =>
  role === 'administrator' && administrators.length >= 2;

/** Whether these two may make somebody an administrator: both hold the role, and neither is the other or the person. */
export const agree = (
  request: { personId: string; askedBy: string },
  second: string,
  administrators: readonly string[],
): boolean =>
  second !== request.askedBy &&
  second !== request.personId &&
  administrators.includes(second) &&
  administrators.includes(request.askedBy);
