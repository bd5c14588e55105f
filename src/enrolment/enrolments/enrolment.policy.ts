import { type Actor, is } from '../../platform/actor.js';
import type { EnrolmentAction } from './enrolment.dto.js';
import type { EnrolmentSource, EnrolmentState } from './enrolment.rules.js';

interface OwnedRow {
  personId: string;
}

/** Those who book for others, with the learner seeing it (BR-65). */
export const booksForOthers = (actor: Actor): boolean => is(actor, 'coordinator');

/** My own, and all of them for a coordinator. Nobody else learns that an enrolment exists. */
export const maySee = (actor: Actor, { personId }: OwnedRow): boolean =>
  actor.personId === personId || booksForOthers(actor);

/** A run in preparation is known to those who plan only. */
export const mayBook = (actor: Actor, runState: string): boolean =>
  runState !== 'draft' || is(actor, 'coordinator', 'administrator');

/** Where a booking comes from; undefined when this person may not make it. */
export function sourceOf(
  actor: Actor,
  personId: string,
  said: EnrolmentSource | undefined,
): EnrolmentSource | undefined {
  if (personId === actor.personId) return said === undefined || said === 'self' ? 'self' : undefined;
  if (!booksForOthers(actor) || said === 'self') return undefined;
  return said ?? 'staff';
}

const ofLearner: Partial<Record<EnrolmentState, readonly EnrolmentAction[]>> = {
  requested: ['withdraw'],
  waitlisted: ['withdraw'],
  offered: ['accept_offer', 'decline_offer', 'withdraw'],
  confirmed: ['withdraw', 'transfer'],
};
const ofCoordinator: Partial<Record<EnrolmentState, readonly EnrolmentAction[]>> = {
  requested: ['decide_request'],
  waitlisted: ['change_priority'],
  confirmed: ['release'],
};

/** What may be done with an enrolment in this state, by anybody who may see it; nobody decides about their own. */
export const actionsIn = (state: EnrolmentState, decides: boolean): EnrolmentAction[] => [
  ...(ofLearner[state] ?? []),
  ...(decides ? (ofCoordinator[state] ?? []) : []),
];
