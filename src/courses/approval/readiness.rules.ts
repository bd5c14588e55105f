import { textOf } from '../../catalogues/catalogues.js';
import { unmetCondition, type UnmetGate } from '../../platform/errors/refusal.js';
import type { Content } from '../versions/content.rules.js';
import { type ContributionRole, signingRoles } from '../co-production/contributor.rules.js';
import { courseRefusals } from '../course.refusals.js';
import { missingSignOffs, type SignOffFact } from './sign-off.rules.js';
import { isPublished, type VersionState } from '../versions/course-version.rules.js';

export interface ReadinessFacts {
  state: VersionState;
  content: Content;
  contentHash: string;
  /** Roles of the active contributors. */
  activeRoles: readonly ContributionRole[];
  /** Whether lived and learned experience sat at one table at least once. */
  sharedMeeting: boolean;
  signOffs: readonly SignOffFact[];
  collegeIsFree: boolean;
}

/** What keeps a version from going to review: BR-1, BR-2, and a text that can be reviewed. */
export function unmetForSubmission({ activeRoles, sharedMeeting, content }: ReadinessFacts): UnmetGate[] {
  const missing = signingRoles.filter((role) => !activeRoles.includes(role));
  const open = openContent(content);
  return [
    ...(missing.length > 0
      ? [unmetCondition(courseRefusals.coproduction_roles_missing, { missing: missing.join(', ') })]
      : []),
    ...(sharedMeeting ? [] : [unmetCondition(courseRefusals.no_shared_meeting)]),
    ...(open.length > 0 ? [unmetCondition(courseRefusals.content_incomplete, { missing: open.join(', ') })] : []),
  ];
}

/**
 * What keeps a version from being published: BR-3, BR-7, BR-8, BR-19, minutes that add up, and an approving review
 * (BR-6).
 */
export function unmetForPublication(facts: ReadinessFacts): UnmetGate[] {
  const { content } = facts;
  const warned = content.sessionPlans.flatMap(({ title, activities }) =>
    activities
      .filter((each) => each.contentWarningCodes?.length && !each.skippable)
      .map((each) => textOf('labels.activity_in_session', { activity: each.title ?? each.kind, session: title })),
  );
  const tooLong = content.sessionPlans.filter(
    ({ minutesContact, activities }) =>
      activities.reduce((sum, { kind, minutes }) => sum + (kind === 'break' ? 0 : minutes), 0) > minutesContact,
  );
  return [
    ...missingSignOffs(facts.signOffs, facts.contentHash),
    ...(areWarningsDeclared(content) ? [] : [unmetCondition(courseRefusals.warnings_undeclared)]),
    ...(warned.length > 0
      ? [unmetCondition(courseRefusals.warned_activity_not_skippable, { activities: warned.slice(0, 5).join(', ') })]
      : []),
    ...(tooLong.length > 0
      ? [
          unmetCondition(courseRefusals.session_minutes_do_not_add_up, {
            sessions: tooLong.map(({ title }) => textOf('labels.session', { title })).join(', '),
          }),
        ]
      : []),
    ...(facts.collegeIsFree && content.feeCents > 0 ? [unmetCondition(courseRefusals.fee_while_free)] : []),
    ...(facts.state === 'approved' ? [] : [unmetCondition(courseRefusals.review_missing)]),
  ];
}

/** Every gate that is still closed on the way to publication; nothing for a version that is published. */
export function unmetToPublish(facts: ReadinessFacts): UnmetGate[] {
  if (isPublished(facts.state)) return [];
  const before = facts.state === 'approved' || facts.state === 'in_review' ? [] : unmetForSubmission(facts);
  return [...before, ...unmetForPublication(facts)];
}

function openContent(content: Content): string[] {
  return [
    ...(content.summary === '' ? [textOf('labels.content.summary')] : []),
    ...(content.whatToExpect === '' ? [textOf('labels.content.what_to_expect')] : []),
    ...(content.outcomes.length === 0 ? [textOf('labels.content.outcomes')] : []),
    ...(content.sessionPlans.length === 0 ? [textOf('labels.content.session_plans')] : []),
    ...(content.deliveryModes.length === 0 ? [textOf('labels.content.delivery_modes')] : []),
  ];
}

/** Declared (possibly as none), and every code that an activity carries is among them (BR-7). */
function areWarningsDeclared({ contentWarnings, sessionPlans }: Content): boolean {
  const declared = contentWarnings?.map(({ code }) => code);
  const used = sessionPlans.flatMap(({ activities }) =>
    activities.flatMap(({ contentWarningCodes = [] }) => contentWarningCodes),
  );
  return declared !== undefined && used.every((code) => declared.includes(code));
}
