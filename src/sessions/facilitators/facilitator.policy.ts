import { type Actor, is } from '../../platform/actor.js';
import type { AssignmentState, ConflictState } from './facilitator.rules.js';
import { plans } from '../runs/run.policy.js';

export interface AssignmentFacts {
  personId: string;
  state: AssignmentState;
  conflict: ConflictState;
}

/**
 * One's own assignment, and every one for those who plan. Fellow facilitators see it without what was said in
 * confidence.
 */
export const readsConfidences = (actor: Actor, { personId }: AssignmentFacts): boolean =>
  actor.personId === personId || plans(actor);

/**
 * What this person may do with the assignment now. Nobody answers for somebody else, and nobody resolves their own
 * conflict.
 */
export function assignmentActions(
  actor: Actor,
  { personId, state, conflict }: AssignmentFacts,
  runIsLive: boolean,
): string[] {
  if (!runIsLive) return [];
  const own = actor.personId === personId;
  const coordinates = is(actor, 'coordinator');
  const live = state === 'offered' || state === 'accepted';
  return [
    ...(own && state === 'offered' ? ['accept', 'decline'] : []),
    ...(live && (coordinates || (own && state === 'accepted')) ? ['stand_down'] : []),
    ...(own && live && conflict !== 'declared' ? ['declare_conflict'] : []),
    ...(coordinates && !own && live && conflict === 'declared' ? ['resolve_conflict'] : []),
  ];
}
