import { type Actor, is } from '../../platform/actor.js';
import type { RunState } from './run.rules.js';
import { when } from '../../platform/access/acts.js';
import type { RunDto } from './run.dto.js';

/** What ties a person to a run, apart from a place on it. */
export interface RunRelation {
  /** Holds an offered or accepted assignment. */
  assigned: boolean;
  /** Accepted it as somebody who co-facilitates. */
  facilitates: boolean;
}

/** Those who plan the timetable of the whole college. */
export const plans = (actor: Actor): boolean => is(actor, 'coordinator', 'administrator');

/** Those who run it hear how many places and people it has; to everybody else it is told in words (BR-211). */
export const runsIt = (actor: Actor, { facilitates }: Pick<RunRelation, 'facilitates'>): boolean =>
  plans(actor) || facilitates;

/** Drafts are seen by those who plan and by those who were asked; everything else by everybody. */
export const canSeeRun = (actor: Actor, relation: RunRelation, state: RunState): boolean =>
  state !== 'draft' || plans(actor) || relation.assigned;

/** What this person may do with the run now. */
export function runActions(actor: Actor, { facilitates }: RunRelation, state: RunState): RunDto['can'] {
  if (state === 'finished' || state === 'cancelled') return [];
  const coordinates = is(actor, 'coordinator');
  return [
    ...when(coordinates, 'edit', 'offer_assignment', 'cancel', state === 'draft' ? 'open' : 'close'),
    ...when(coordinates || facilitates, 'plan_sessions'),
  ];
}
