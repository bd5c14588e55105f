import { type Actor, is } from '../../platform/actor.js';
import { plans, type RunRelation } from '../runs/run.policy.js';
import type { RunState } from '../runs/run.rules.js';
import { locksAt, type SessionState } from './session.rules.js';
import { when } from '../../platform/access/acts.js';
import type { SessionDto } from './session.dto.js';

/**
 * Drafts are seen by those who plan and by those who were asked for the run; everything else by whoever sees the run.
 */
export const canSeeSession = (actor: Actor, relation: RunRelation, state: SessionState, runState: RunState): boolean =>
  (state !== 'draft' && runState !== 'draft') || plans(actor) || relation.assigned;

/** The co-facilitators of a run work on its sessions, and so may a coordinator (BR-31). */
export const worksOnSessions = (actor: Actor, { facilitates }: RunRelation): boolean =>
  facilitates || is(actor, 'coordinator');

/** What decides on what may be done with a session. */
export interface SessionFacts {
  state: SessionState;
  startsAt: Date;
  runState: RunState;
  deliveredAt: Date | null;
  coDelivered: boolean | null;
  registerLockDays: number;
}

/** What this person may do with the session now. */
export function sessionActions(
  actor: Actor,
  relation: RunRelation,
  session: SessionFacts,
  now: Date,
): SessionDto['can'] {
  const { state, startsAt, runState, deliveredAt, registerLockDays } = session;
  const works = worksOnSessions(actor, relation) && runState !== 'finished' && runState !== 'cancelled';
  const open = state === 'draft' || state === 'published';
  const locks = locksAt(deliveredAt, registerLockDays);
  const waivable = open || (state === 'delivered' && session.coDelivered === false && locks !== null && now < locks);
  return [
    ...when(works && open, 'edit', 'cancel'),
    ...when(works && state === 'draft', 'publish'),
    ...when(works && state === 'published', 'reschedule'),
    ...when(works && state === 'published' && startsAt <= now, 'deliver'),
    ...when(is(actor, 'coordinator') && !relation.assigned && waivable, 'waive'),
    ...when(relation.facilitates && state === 'delivered', 'debrief'),
  ];
}
