import { type Actor, is } from '../platform/access/actor.js';
import { type ApplicationAction, applicationMoves, type ApplicationState, nextStage } from './application.rules.js';

export const isCertificationStaff = (actor: Actor): boolean => is(actor, 'coordinator', 'administrator');

/** The applicant, staff and panel members; for others an application does not exist. */
export const canSeeApplication = (actor: Actor, applicantId: string): boolean =>
  actor.personId === applicantId || isCertificationStaff(actor) || is(actor, 'panel_member');

/** What somebody may do with an application as it stands, and as long as it may still be decided on. Nobody has a part in judging their own. */
export function applicationCan(actor: Actor, applicantId: string, state: ApplicationState, mayBeDecided: boolean): ApplicationAction[] {
  const moves = applicationMoves[state] as readonly ApplicationState[];
  const mine = actor.personId === applicantId;
  const open = moves.includes('withdrawn');
  const staff = isCertificationStaff(actor) && !mine;
  const panel = is(actor, 'panel_member') && !mine;
  return [
    ...(mine && open ? (['edit'] as const) : []),
    ...(mine && moves.includes('submitted') ? (['submit'] as const) : []),
    ...(mine && open ? (['withdraw'] as const) : []),
    ...(mine && mayBeDecided && moves.includes('appeal') ? (['appeal'] as const) : []),
    ...(staff && moves.includes('returned') ? (['return'] as const) : []),
    ...(staff && nextStage[state] ? (['advance'] as const) : []),
    ...(staff && open ? (['assess', 'verify_practice'] as const) : []),
    ...(panel && state === 'panel' ? (['decide'] as const) : []),
    ...(panel && state === 'appeal' ? (['decide_appeal'] as const) : []),
  ];
}
