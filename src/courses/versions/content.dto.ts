import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsUrl, Matches, Max, Min } from 'class-validator';
import { Clearable, IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { activityKinds, type ActivityKind, chimeThemes, type ChimeTheme } from './course-version.rules.js';

const code = /^[a-z][a-z0-9_]{0,39}$/;

/** What people take away from the course, tagged with a theme of personal recovery. */
export class Outcome {
  /** One sentence. At most 300 characters. @example "I can say no without an excuse." */
  @PlainText(300) text: string;
  /** The theme of personal recovery (CHIME) that it serves. @example empowerment */
  @IsIn(chimeThemes) chime: ChimeTheme;
}

/** One part of a session. */
export class Activity {
  /** What kind of part it is. @example discussion */
  @IsIn(activityKinds) kind: ActivityKind;
  /** What it is called. At most 200 characters. @example "Where do my boundaries come from?" */
  @Omittable() @PlainText(200) title?: string;
  /** How long it takes, in minutes. @example 30 */
  @IsInt() @Min(1) @Max(600) minutes: number;
  /** Whether its minutes count towards continuing education. */
  @IsBoolean() allowableForCeu: boolean;
  /** Whether everybody may sit it out. Must be true where a content warning applies (BR-8). */
  @IsBoolean() skippable: boolean;
  /** Codes of the content warnings that apply to it; at most 10. @example ["family_conflict"] */
  @Omittable()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @Matches(code, { each: true })
  contentWarningCodes?: string[];
}

/** What happens in one meeting of the course. */
export class SessionPlan {
  /** Its place in the course, from 1 on; sessions are numbered in this order. @example 1 */
  @IsInt() @Min(1) @Max(20) order: number;
  /** What it is called. At most 200 characters. @example "What a boundary is" */
  @PlainText(200) title: string;
  /** Minutes that people spend together, without breaks. @example 105 */
  @IsInt() @Min(1) @Max(600) minutesContact: number;
  /** Minutes of break. @example 15 */
  @IsInt() @Min(0) @Max(240) minutesBreak: number;
  /** Its parts, in order; at most 30. */
  @NestedList(() => Activity, 30) activities: Activity[];
}

/** Another form of a material, for instance large print. */
export class MaterialFormat {
  /** What form it is. At most 100 characters. @example "Large print" */
  @PlainText(100) format: string;
  /** Where it is on the web; either this or a file. */
  @Clearable() @IsUrl({ protocols: ['https'], require_protocol: true }) @PlainText(2_084) url?: string | null;
  /** A file of this course, added before; either this or an address. */
  @Clearable() @IsIdField() fileId?: string | null;
}

/** A handout, worksheet or recording that belongs to the course. */
export class Material extends MaterialFormat {
  /** What it is called. At most 200 characters. @example "Worksheet: my boundaries" */
  @PlainText(200) title: string;
  /** Under which licence it may be used. At most 100 characters. @example "CC BY 4.0" */
  @Omittable() @PlainText(100) licence?: string;
  /** The same in other forms; at most 10. */
  @Omittable()
  @NestedList(() => MaterialFormat, 10)
  alternativeFormats?: MaterialFormat[];
}

/** Something that may be hard to hear, said before. */
export class ContentWarning {
  /** Short code that activities refer to. @example family_conflict */
  @Matches(code) code: string;
  /**
   * The same in plain words for the prospectus. At most 300 characters.
   * @example "We talk about conflict in families."
   */
  @PlainText(300) words: string;
}

/** Minutes that count towards one category of continuing education. */
export class CategoryMinutes {
  /** Code of the category. @example ethics */
  @Matches(code) category: string;
  /** How many minutes of the whole course. @example 60 */
  @IsInt() @Min(0) @Max(12000) minutes: number;
}

/** Who may come, beyond the minimum age. Never a diagnosis (BR-20). */
export class EligibilityRule {
  /** `age`, `area`, `eligibility_basis` or `prior_course`; anything else is refused. @example area */
  @PlainText(40) type: string;
  /**
   * The values that fit: an age range such as `16-25`, areas, eligibility bases, or ids of courses. At most 20.
   * @example ["North"]
   */
  @IsArray() @ArrayMaxSize(20) @PlainText(100, { min: 0, each: true }) values: string[];
  /**
   * The rule in plain words for the prospectus. At most 300 characters.
   * @example "For people who live in the north of the city."
   */
  @PlainText(300) words: string;
}
