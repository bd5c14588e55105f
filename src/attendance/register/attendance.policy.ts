import { type Actor, is } from '../../platform/actor.js';
import { requireRosterDays, type RunDays } from '../../sessions/facilitators/facilitator.rules.js';
import type { RegisterDto } from './register.dto.js';

/** What ties somebody to a run's attendance. */
export interface RunTie {
  facilitates: boolean;
}

/** On which days those who facilitate a run see its people. */
export interface RosterDays extends RunDays {
  rosterDays: number;
}

/** Those who co-facilitate the run, and coordinators; nobody else learns what a register says (BR-59). */
export const canSeeRegister = (actor: Actor, { facilitates }: RunTie): boolean =>
  facilitates || is(actor, 'coordinator');

/** Those who only facilitate see the people of the run on the days of its roster: 403 `roster_closed` (BR-210). */
export function requireDays(actor: Actor, run: RosterDays, now: Date): void {
  if (!is(actor, 'coordinator')) requireRosterDays(now, run, run.rosterDays);
}

/** One's own attendance, and that of the learners on a run that one co-facilitates or coordinates. */
export const canSeeAttendance = (actor: Actor, row: RunTie & { personId: string }): boolean =>
  row.personId === actor.personId || canSeeRegister(actor, row);

/** What one may see by `canSeeAttendance`: one's own at any time, that of others as `requireDays` has it. */
export function requireDaysFor(actor: Actor, row: RosterDays & { personId: string }, now: Date): void {
  if (row.personId !== actor.personId) requireDays(actor, row, now);
}

/** Facilitators mark until the lock. Coordinators correct, and always say why (BR-62). */
export const registerActions = (
  actor: Actor,
  { facilitates }: RunTie,
  open: { locked: boolean; takesMarks: boolean },
): RegisterDto['can'] =>
  open.takesMarks && ((facilitates && !open.locked) || is(actor, 'coordinator')) ? ['mark'] : [];
