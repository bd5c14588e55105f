import type { Actor } from '../../platform/actor.js';
import { columnsOf } from '../../platform/database/tables.js';
import { versionActionsFor, canSeeVersion, isCourseStaff, type VersionRelation } from './course-version.policy.js';
import { relationColumns, type Voided } from './course-version.queries.js';
import { contentFields } from './content.rules.js';
import { CourseVersion } from './course-version.entity.js';
import type { CourseVersionDto, EditedCourseVersionDto } from './course-version.dto.js';

const viewFields = [
  'id',
  'courseId',
  'semver',
  'derivedFromId',
  'state',
  ...contentFields,
  'contentHash',
  'coProduced',
  'publishedAt',
  'reviewDueOn',
  'version',
] as const;

/** A version as one person sees it, read in one statement: $1 the version, $2 the person. */
export const viewStatement = `
  select ${columnsOf(CourseVersion, 'v', ...viewFields)}, c.title as "courseTitle",
    array(select name from credits_of(v.id) name order by name) as credits, ${relationColumns}
  from course_version v
  join course c on c.id = v.course_id
  where v.id = $1`;

export type VersionRow = Pick<CourseVersion, (typeof viewFields)[number]> &
  Omit<VersionRelation, 'staff'> & { courseTitle: string; credits: string[] };

export const relationTo = (row: VersionRow, actor: Actor): VersionRelation => ({ ...row, staff: isCourseStaff(actor) });

export const isVisible = (row: VersionRow, actor: Actor): boolean => canSeeVersion(relationTo(row, actor));

export const presentVersion = (row: VersionRow, actor: Actor): CourseVersionDto => ({
  id: row.id,
  courseId: row.courseId,
  courseTitle: row.courseTitle,
  semver: row.semver,
  derivedFromId: row.derivedFromId,
  state: row.state,
  summary: row.summary,
  levelText: row.levelText,
  outcomes: row.outcomes,
  sessionPlans: row.sessionPlans,
  materials: row.materials,
  contentWarnings: row.contentWarnings,
  categoryMinutes: row.categoryMinutes,
  whatToExpect: row.whatToExpect,
  whatYouCanSkip: row.whatYouCanSkip,
  minimumAge: row.minimumAge,
  eligibilityRules: row.eligibilityRules,
  deliveryModes: row.deliveryModes,
  capacityDefault: row.capacityDefault,
  cohortMinimum: row.cohortMinimum,
  maxLearnersPerFacilitator: row.maxLearnersPerFacilitator,
  feeCents: row.feeCents,
  contentHash: row.contentHash,
  credits: row.credits,
  coProduced: row.coProduced,
  publishedAt: row.publishedAt?.toISOString() ?? null,
  reviewDueOn: row.reviewDueOn,
  version: row.version,
  can: versionActionsFor(relationTo(row, actor)),
});

export const presentEdited = (row: VersionRow, actor: Actor, voided: Voided): EditedCourseVersionDto => ({
  ...presentVersion(row, actor),
  voidedSignOffs: voided.signOffs.map(({ id, personId, asRole, signedAt }) => ({
    id,
    personId,
    asRole,
    signedAt: signedAt.toISOString(),
  })),
  voidedReviewIds: voided.reviewIds,
});
