import { type Actor, is } from '../../platform/actor.js';
import { type ContributionRole, type SigningRole, signingRoles } from '../co-production/contributor.rules.js';
import { isEditable, isPublished, isSignable, type VersionState } from './course-version.rules.js';

/** What a person is to one version. */
export interface VersionRelation {
  state: VersionState;
  /** A coordinator or administrator. */
  staff: boolean;
  /** The roles in which the person is an active contributor. */
  roles: readonly ContributionRole[];
  /** Invited, and not answered yet. */
  invited: boolean;
  /** Who proposed the course. */
  proposer: boolean;
  /** Has a live sign-off on it. */
  signed: boolean;
}

export const isCourseStaff = (actor: Actor): boolean => is(actor, 'coordinator', 'administrator');

export const versionActions = [
  'edit',
  'submit',
  'review',
  'sign_off',
  'withdraw_sign_off',
  'publish',
  'retire',
  'derive',
  'invite',
  'record_meeting',
  'review_periodically',
] as const;
export type VersionAction = (typeof versionActions)[number];

/**
 * Everybody sees what is published; a draft is seen by its group, its proposer and staff. For others it does not exist
 * (404).
 */
export const canSeeVersion = ({ state, staff, roles, invited, proposer }: VersionRelation): boolean =>
  isPublished(state) || staff || roles.length > 0 || invited || proposer;

/** An active contributor: the only ones who write the text. */
export const isContributor = ({ roles }: VersionRelation): boolean => roles.length > 0;

/** Who sees how the version is being made: its group and staff. */
export const isInvolved = (standing: VersionRelation): boolean => standing.staff || isContributor(standing);

export const canSignAs = ({ roles }: VersionRelation, role: SigningRole): boolean => roles.includes(role);

/** What this person may do with this version now. */
export function versionActionsFor(standing: VersionRelation): VersionAction[] {
  const { state, staff, roles, signed } = standing;
  const open = isEditable(state);
  const allowed: Record<VersionAction, boolean> = {
    edit: isContributor(standing) && open,
    submit: isInvolved(standing) && (state === 'drafted' || state === 'changes_requested'),
    review: staff && state === 'in_review',
    sign_off: signingRoles.some((role) => roles.includes(role)) && isSignable(state),
    withdraw_sign_off: signed && open,
    publish: staff && state === 'approved',
    retire: staff && isPublished(state) && state !== 'retired',
    derive: staff && isPublished(state),
    invite: staff && open,
    record_meeting: isInvolved(standing) && open,
    review_periodically: staff && (state === 'published' || state === 'under_review'),
  };
  return versionActions.filter((action) => allowed[action]);
}
