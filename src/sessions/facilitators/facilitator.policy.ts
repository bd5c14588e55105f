import { type Actor, is } from '../../platform/actor.js';
import type { AssignmentState, ConflictState } from './facilitator.rules.js';
import { plans } from '../runs/run.policy.js';
import { when } from '../../platform/access/acts.js';
import type { AssignmentDto } from './facilitator.dto.js';

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
): AssignmentDto['can'] {
  if (!runIsLive) return [];
  const own = actor.personId === personId;
  const coordinates = is(actor, 'coordinator');
  const live = state === 'offered' || state === 'accepted';
  return [
    ...when(own && state === 'offered', 'accept', 'decline'),
    ...when(live && (coordinates || (own && state === 'accepted')), 'stand_down'),
    ...when(own && live && conflict !== 'declared', 'declare_conflict'),
    ...when(coordinates && !own && live && conflict === 'declared', 'resolve_conflict'),
  ];
}
