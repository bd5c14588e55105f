import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsArray, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { Clearable, IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { CategoryMinutes, ContentWarning, EligibilityRule, Material, Outcome, SessionPlan } from './content.dto.js';
import { type SigningRole, signingRoles } from '../co-production/contributor.rules.js';
import { versionActions, type VersionAction } from './course-version.policy.js';
import { deliveryModes, type DeliveryMode, versionStates, type VersionState } from './course-version.rules.js';

/**
 * Changes to a draft; what is left out stays, null clears. Any change returns the version to `drafted` and voids its
 * sign-offs (BR-4).
 */
export class CourseVersionChange {
  /** What the course is about, for the prospectus. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { lines: true }) summary?: string;
  /** For whom it is pitched, in words. At most 300 characters. @example For everybody; no experience needed. */
  @Clearable() @PlainText(300) levelText?: string | null;
  /** What people take away; at most 20. */
  @Omittable() @NestedList(() => Outcome, 20) outcomes?: Outcome[];
  /** What happens in each session; at most 20. */
  @Omittable()
  @NestedList(() => SessionPlan, 20)
  sessionPlans?: SessionPlan[];
  /** Handouts, worksheets, recordings; at most 50. */
  @Omittable()
  @NestedList(() => Material, 50)
  materials?: Material[];
  /**
   * What may be hard to hear; an empty list says that there is nothing, null that it is not declared yet (BR-7). At
   * most 20.
   */
  @Clearable()
  @NestedList(() => ContentWarning, 20, { uniqueBy: 'code' })
  contentWarnings?: ContentWarning[] | null;
  /** Minutes per category of continuing education; at most 20. */
  @Omittable()
  @NestedList(() => CategoryMinutes, 20, { uniqueBy: 'category' })
  categoryMinutes?: CategoryMinutes[];
  /** What to expect in the room. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { lines: true }) whatToExpect?: string;
  /** What everybody may skip or sit out. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { min: 0, lines: true }) whatYouCanSkip?: string;
  /** Years from which on people may come; null for the college's own minimum. */
  @Clearable() @IsInt() @Min(0) @Max(120) minimumAge?: number | null;
  /** Who may come, beyond the minimum age; at most 10 (BR-20). */
  @Omittable()
  @NestedList(() => EligibilityRule, 10)
  eligibilityRules?: EligibilityRule[];
  /** In which ways it can be delivered. */
  @Omittable() @IsArray() @ArrayUnique() @IsIn(deliveryModes, { each: true }) deliveryModes?: DeliveryMode[];
  /** Places of a run, unless the run says otherwise. */
  @Omittable() @IsInt() @Min(1) @Max(500) capacityDefault?: number;
  /** Fewest learners for which a run is worth holding. */
  @Omittable() @IsInt() @Min(1) @Max(500) cohortMinimum?: number;
  /** Most learners per facilitator. */
  @Omittable() @IsInt() @Min(1) @Max(100) maxLearnersPerFacilitator?: number;
  /** Fee in the smallest unit of the currency; only 0 while the college is free of charge (BR-19). */
  @Omittable() @IsInt() @Min(0) @Max(1_000_000) feeCents?: number;
}

/** A new version of a course: blank, with content, or derived from an earlier version. */
export class CourseVersionBody extends CourseVersionChange {
  /** The version whose content it starts from. */
  @Omittable() @IsIdField() derivedFromId?: string;
  /** Its number; left out, the next minor one. @example 1.2.0 */
  @Omittable() @Matches(/^(0|[1-9]\d{0,3})(\.(0|[1-9]\d{0,3})){2}$/) semver?: string;
}

/** One version of a course. */
export class CourseVersionDto {
  /** Id of the version. */
  id: string;
  /** Id of the course. */
  courseId: string;
  /** Title of the course. */
  courseTitle: string;
  /** Its number. @example 1.2.0 */
  semver: string;
  /** The version that it was derived from. */
  derivedFromId: string | null;
  /** Where it stands on its way. */
  @IsIn(versionStates) state: VersionState;
  /** What the course is about. */
  summary: string;
  /** For whom it is pitched. */
  levelText: string | null;
  /** What people take away. */
  outcomes: Outcome[];
  /** What happens in each session. */
  sessionPlans: SessionPlan[];
  /** Handouts, worksheets, recordings. */
  materials: Material[];
  /** What may be hard to hear; an empty list says that there is nothing, null that it is not declared yet. */
  contentWarnings: ContentWarning[] | null;
  /** Minutes per category of continuing education. */
  categoryMinutes: CategoryMinutes[];
  /** What to expect in the room. */
  whatToExpect: string;
  /** What everybody may skip or sit out. */
  whatYouCanSkip: string;
  /** Years from which on people may come; null for the college's own minimum. */
  minimumAge: number | null;
  /** Who may come, beyond the minimum age. */
  eligibilityRules: EligibilityRule[];
  /** In which ways it can be delivered. */
  @IsIn(deliveryModes, { each: true }) deliveryModes: DeliveryMode[];
  /** Places of a run, unless the run says otherwise. */
  capacityDefault: number;
  /** Fewest learners for which a run is worth holding. */
  cohortMinimum: number;
  /** Most learners per facilitator. */
  maxLearnersPerFacilitator: number;
  /** Fee in the smallest unit of the currency. */
  feeCents: number;
  /**
   * Fingerprint of what a sign-off stands for: outcomes, session plans, materials, warnings, minutes of continuing
   * education.
   */
  contentHash: string;
  /** Who made it, exactly as each of them wishes to be credited (BR-9). */
  credits: string[];
  /**
   * Whether lived and learned experience had both signed when it was published; stored then, never recomputed (BR-16).
   */
  coProduced: boolean;
  /** When it was published (RFC 3339, UTC). */
  publishedAt: string | null;
  /** By when it shall be reviewed again. */
  reviewDueOn: string | null;
  /** Rises with each change. */
  version: number;
  /** What I may do with it now. */
  @IsIn(versionActions, { each: true }) can: VersionAction[];
}

/** A sign-off that an edit made void. */
export class VoidedSignOffDto {
  /** Id of the sign-off. */
  id: string;
  /** Who had signed. */
  personId: string;
  /** For which kind of experience. */
  @IsIn(signingRoles) asRole: SigningRole;
  /** When it was signed (RFC 3339, UTC). */
  signedAt: string;
}

/** A version after an edit, with what the edit made void (BR-4). */
export class EditedCourseVersionDto extends CourseVersionDto {
  /** Sign-offs that have to be given again. */
  voidedSignOffs: VoidedSignOffDto[];
  /** Ids of reviews that have to be held again. */
  voidedReviewIds: string[];
}

/** A version in a list. */
export class CourseVersionSummary {
  /** Id of the version. */
  id: string;
  /** Its number. */
  semver: string;
  /** Where it stands on its way. */
  @IsIn(versionStates) state: VersionState;
  /** When it was published (RFC 3339, UTC). */
  publishedAt: string | null;
  /** By when it shall be reviewed again. */
  reviewDueOn: string | null;
}

/** Versions of a course, newest first. */
export class CourseVersionPage extends PageOf(CourseVersionSummary) {}

/** What stands between a version and its publication. */
export class VersionReadinessDto {
  /** Id of the version. */
  id: string;
  /** Whether nothing is missing. */
  ready: boolean;
  /** Every gate that is not met yet, each with what to do. */
  unmet: UnmetDto[];
}

const oneThing = [
  { type: 'string' },
  { type: 'number' },
  { type: 'boolean' },
  { type: 'object', additionalProperties: true },
  { type: 'null' },
];
const anyJson = [...oneThing, { type: 'array', items: { oneOf: oneThing } }];

/** One place where two versions differ. */
export class DifferenceDto {
  /** JSON pointer to the field. @example /sessionPlans/0/minutesContact */
  field: string;
  /** Its value in the version of this address; null where there is none. */
  @ApiProperty({ oneOf: anyJson }) before: unknown;
  /** Its value in the other version; null where there is none. */
  @ApiProperty({ oneOf: anyJson }) after: unknown;
}

/** Which two versions to compare. */
export class ComparisonQuery {
  /** Id of the other version. */
  @IsIdField() with: string;
}

/** What changed between two versions of a course, field by field. */
export class ComparisonDto {
  /** The version of this address. */
  fromId: string;
  /** The other version. */
  toId: string;
  /** Every field that differs; empty when the content is the same. */
  differences: DifferenceDto[];
}
