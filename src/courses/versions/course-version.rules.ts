import type { StateTable } from '../../platform/states/state-table.js';

export const versionStates = [
  'proposed',
  'declined',
  'in_coproduction',
  'drafted',
  'in_review',
  'changes_requested',
  'approved',
  'published',
  'under_review',
  'superseded',
  'retired',
] as const;
export type VersionState = (typeof versionStates)[number];

/** Moves of a course version (`src/courses/rules.md`). A rejected review hands it back to the co-production group. */
export const versionMoves = {
  proposed: ['in_coproduction', 'declined'],
  declined: [],
  in_coproduction: ['drafted'],
  drafted: ['in_review'],
  in_review: ['approved', 'changes_requested', 'in_coproduction', 'drafted'],
  changes_requested: ['in_review', 'drafted'],
  approved: ['published', 'drafted'],
  published: ['under_review', 'superseded', 'retired'],
  under_review: ['published', 'superseded', 'retired'],
  superseded: ['retired'],
  retired: [],
} as const satisfies StateTable<VersionState>;

/** From publication on, nothing of a version changes but its state and when it is next reviewed (BR-5). */
export const publishedStates = [
  'published',
  'under_review',
  'superseded',
  'retired',
] as const satisfies readonly VersionState[];
export const isPublished = (state: VersionState): boolean => publishedStates.some((published) => published === state);

/** The one version of a course that is in use. */
export const isCurrent = (state: VersionState): boolean => state === 'published' || state === 'under_review';

/** The states in which the group writes. */
export const editableStates = [
  'in_coproduction',
  'drafted',
  'in_review',
  'changes_requested',
  'approved',
] as const satisfies readonly VersionState[];
export const isEditable = (state: VersionState): boolean => editableStates.some((editable) => editable === state);

/** The states in which there is a text to sign. */
export const signableStates = [
  'drafted',
  'in_review',
  'changes_requested',
  'approved',
] as const satisfies readonly VersionState[];
export const isSignable = (state: VersionState): boolean => signableStates.some((signable) => signable === state);

export const deliveryModes = ['in_person', 'online', 'hybrid', 'drop_in'] as const;
export type DeliveryMode = (typeof deliveryModes)[number];

export const chimeThemes = ['connectedness', 'hope', 'identity', 'meaning', 'empowerment'] as const;
export type ChimeTheme = (typeof chimeThemes)[number];

/** The parts of a session; a break is laid where it falls and never counts as contact (BR-108). */
export const activityKinds = [
  'welcome',
  'talk',
  'discussion',
  'exercise',
  'reflection',
  'practice',
  'closing',
  'break',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** The next minor number after the highest of a course: 1.0.0 for the first version. */
export function nextSemver(taken: readonly string[]): string {
  const [highest] = taken
    .map((text) => text.split('.').map(Number))
    .sort(([major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]) => otherMajor - major || otherMinor - minor);
  return highest ? `${highest[0] ?? 0}.${(highest[1] ?? 0) + 1}.0` : '1.0.0';
}
