import { aDay, later } from '../../platform/calendar.js';
import { type Actor, is } from '../../platform/actor.js';

/** What ties somebody to a run's attendance. */
export interface RunTie {
  facilitates: boolean;
}

/** Those who co-facilitate the run, and coordinators; nobody else learns what a register says (BR-59). */
export const canSeeRegister = (actor: Actor, { facilitates }: RunTie): boolean =>
  facilitates || is(actor, 'coordinator');

/**
 * Facilitators see the people of a run from some days before its first session until some days after its last (BR-37).
 */
export function withinRosterDays(
  now: Date,
  { firstStart, lastEnd }: { firstStart: Date | null; lastEnd: Date | null },
  days: number,
): boolean {
  return (
    firstStart !== null &&
    lastEnd !== null &&
    now >= later(firstStart, -days * aDay) &&
    now <= later(lastEnd, days * aDay)
  );
}

/** One's own attendance, and that of the learners on a run that one co-facilitates or coordinates. */
export const canSeeAttendance = (actor: Actor, row: RunTie & { personId: string }): boolean =>
  row.personId === actor.personId || canSeeRegister(actor, row);

/** Facilitators mark until the lock. Coordinators correct, and always say why (BR-62). */
export const registerActions = (
  actor: Actor,
  { facilitates }: RunTie,
  open: { locked: boolean; takesMarks: boolean },
): string[] => (open.takesMarks && ((facilitates && !open.locked) || is(actor, 'coordinator')) ? ['mark'] : []);
