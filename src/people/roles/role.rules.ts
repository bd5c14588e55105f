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

/** For how long a second administrator is waited for, and for how long whoever was one counts as one. */
export const roleRequestDays = 14;
const wait = roleRequestDays * aDay;

/** What two administrators decide about a third: that they become one, or that they end being one. */
export interface RoleWish {
  personId: string;
  askedBy: string;
  askedAt: Date;
  ending: boolean;
}

/**
 * A grant that nobody confirmed in two weeks is over: who was asked for then may not be wanted any more. An ending can
 * then be confirmed by whoever asked for it, for two weeks more.
 */
export const requestDays = ({ ending }: Pick<RoleWish, 'ending'>): number => roleRequestDays * (ending ? 2 : 1);
export const requestIsOver = (wish: Pick<RoleWish, 'ending' | 'askedAt'>, now: Date): boolean =>
  now >= later(wish.askedAt, requestDays(wish) * aDay);

/** From when on nobody else is needed to end a role; null where two are needed for ever. */
export const aloneFrom = ({ ending, askedAt }: Pick<RoleWish, 'ending' | 'askedAt'>): Date | null =>
  ending ? later(askedAt, wait) : null;

/** From when on a role that ended counts as if it had never been held. */
export const countsFrom = (now: Date): Date => later(now, -wait);

/**
 * Once there were two administrators in the last two weeks, one alone makes no further one: otherwise whoever ends the
 * others could (BR-212).
 */
export const needsSecond = (role: Role, recently: readonly string[]): boolean =>
  role === 'administrator' && recently.length >= 2;

/** Nobody ends the role of another administrator alone, but everybody their own (BR-212). */
export const endingNeedsSecond = (role: Role, personId: string, actorId: string): boolean =>
  role === 'administrator' && personId !== actorId;

/** Whether this is not the person, and not who asked, unless that was long enough ago to be enough. */
export function mayConfirm(wish: RoleWish, by: string, now: Date): boolean {
  const alone = aloneFrom(wish);
  return by !== wish.personId && (by !== wish.askedBy || (alone !== null && now >= alone));
}

/** Whether these two may decide it: both hold the role, and neither is the other, before its time, or the person. */
export const agree = (wish: RoleWish, second: string, administrators: readonly string[], now: Date): boolean =>
  mayConfirm(wish, second, now) && administrators.includes(second) && administrators.includes(wish.askedBy);
