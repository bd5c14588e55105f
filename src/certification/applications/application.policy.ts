import { type Actor, is } from '../../platform/actor.js';
import { type ApplicationAction, applicationMoves, type ApplicationState, nextStage } from './application.rules.js';

export const isCertificationStaff = (actor: Actor): boolean => is(actor, 'coordinator', 'administrator');

/**
 * Whoever assesses, supervises or confirms practice does so in one of these roles; what they see through it ends with
 * the role.
 */
export const worksWithPeers = (actor: Actor): boolean => is(actor, 'facilitator', 'coordinator', 'administrator');

/** The applicant and staff, and panel members once it was handed in; for others an application does not exist. */
export const canSeeApplication = (
  actor: Actor,
  { personId, submittedAt }: { personId: string; submittedAt: Date | null },
): boolean =>
  actor.personId === personId || isCertificationStaff(actor) || (is(actor, 'panel_member') && submittedAt !== null);

/**
 * What somebody may do with an application as it stands, and as long as it may still be decided on. Nobody has a part
 * in judging their own.
 */
export function applicationCan(
  actor: Actor,
  applicantId: string,
  state: ApplicationState,
  mayBeDecided: boolean,
): ApplicationAction[] {
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
