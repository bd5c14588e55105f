import type { Actor } from '../../platform/actor.js';
import { versionActionsFor, canSeeVersion, isCourseStaff, type VersionRelation } from './course-version.policy.js';
import { relationColumns, type Voided } from './course-version.queries.js';
import type { CourseVersion } from './course-version.entity.js';
import type { CourseVersionDto, EditedCourseVersionDto } from './course-version.dto.js';

/** A version as one person sees it, read in one statement: $1 the version, $2 the person. */
export const viewStatement = `
  select v.id, v.course_id as "courseId", c.title as "courseTitle", v.semver, v.derived_from_id as "derivedFromId",
    v.summary, v.level_text as "levelText", v.outcomes, v.session_plans as "sessionPlans", v.materials,
    v.content_warnings as "contentWarnings", v.category_minutes as "categoryMinutes",
    v.what_to_expect as "whatToExpect", v.what_you_can_skip as "whatYouCanSkip", v.minimum_age as "minimumAge",
    v.eligibility_rules as "eligibilityRules", v.delivery_modes as "deliveryModes",
    v.capacity_default as "capacityDefault", v.cohort_minimum as "cohortMinimum",
    v.max_learners_per_facilitator as "maxLearnersPerFacilitator", v.fee_cents as "feeCents",
    v.content_hash as "contentHash", v.co_produced as "coProduced", v.published_at as "publishedAt",
    v.review_due_on::text as "reviewDueOn", v.version,
    array(select name from credits_of(v.id) name order by name) as credits, ${relationColumns}
  from course_version v
  join course c on c.id = v.course_id
  where v.id = $1`;

export type VersionRow = Omit<CourseVersion, 'createdAt'> &
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
