import { ApiSchema } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Omittable, PlainText } from '../../platform/http/dto.js';
import { Nested, NestedList } from '../../platform/http/nested-fields.js';
import { type FixedYears, fixedYears, type RenewalModel, renewalModels } from '../certifications/expiry.rules.js';
import {
  type ExamKind,
  examKinds,
  type PracticeKind,
  practiceKinds,
  type ReferenceKind,
  referenceKinds,
} from './scheme.rules.js';

const code = /^[a-z][a-z0-9_]{0,63}$/;

/** Training that an applicant must have had (BR-87, BR-88). */
@ApiSchema({ name: 'TrainingTerms' })
export class TrainingRequirements {
  /** Minutes in all. @example 2400 */
  @IsInt() @Min(0) @Max(100_000) minutes: number;
  /** Of these, at least so many with a live teacher. */
  @IsInt() @Min(0) @Max(100_000) liveMinutes: number;
  /** Of these, at least so many on ethics. */
  @IsInt() @Min(0) @Max(100_000) ethicsMinutes: number;
  /** Months before the application in which it must have been completed. @example 12 */
  @IsInt() @Min(1) @Max(240) completedWithinMonths: number;
}

/** What the talk at the beginning looks for. */
@ApiSchema({ name: 'SelectionTerms' })
export class SelectionRequirements {
  /** Codes of competencies; each has to be met. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @Matches(code, { each: true }) competencies: string[];
}

/** Practice that an applicant must have had (BR-89, BR-90). */
@ApiSchema({ name: 'PracticeTerms' })
export class PracticeRequirements {
  /** Minutes in all. @example 4800 */
  @IsInt() @Min(0) @Max(1_000_000) minutes: number;
  /** Months back in which it must lie. @example 72 */
  @IsInt() @Min(1) @Max(240) lookbackMonths: number;
  /** Kinds that do not count, besides supervision received and self-study, which never do. */
  @IsArray() @ArrayUnique() @IsIn(practiceKinds, { each: true }) excludedKinds: PracticeKind[];
}

/** How practice is assessed. */
@ApiSchema({ name: 'AssessmentTerms' })
export class AssessmentRequirements {
  /** An exam, or practice that somebody observes. */
  @IsIn(examKinds) kind: ExamKind;
  /** Codes of competencies; each has to be met. */
  @Omittable() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @Matches(code, { each: true }) competencies?: string[];
  /** Least mark, 0 to 100. */
  @Omittable() @IsInt() @Min(0) @Max(100) passMark?: number;
}

/** References that an applicant needs. */
@ApiSchema({ name: 'ReferenceTerms' })
export class ReferenceRequirements {
  /** How many have to be accepted. */
  @IsInt() @Min(0) @Max(10) count: number;
  /** From whom they may come. */
  @IsArray() @ArrayUnique() @IsIn(referenceKinds, { each: true }) kinds: ReferenceKind[];
  /** Months back to which the two must have worked together. */
  @IsInt() @Min(1) @Max(240) relationshipMaxAgeMonths: number;
}

/** What an applicant declares. */
@ApiSchema({ name: 'AttestationTerms' })
export class AttestationRequirements {
  /** Whether lived experience is asked for. */
  @IsBoolean() livedExperience: boolean;
  /** The code of ethics that is signed; a renewal needs a signature under the one in force then (BR-98). */
  @PlainText(20) codeOfEthicsVersion: string;
}

/** A first, provisional certificate (BR-91). */
@ApiSchema({ name: 'ProvisionalTerms' })
export class ProvisionalRequirements {
  /** Months that it lasts. @example 6 */
  @IsInt() @Min(1) @Max(36) months: number;
  /** Months of its one extension. @example 6 */
  @IsInt() @Min(0) @Max(36) extensionMonths: number;
  /** Practice that is enough for it. */
  @IsInt() @Min(0) @Max(1_000_000) practiceMinutes: number;
}

/** How long a certificate lasts and when it is renewed. */
@ApiSchema({ name: 'RenewalTermsBody' })
export class RenewalRequirements {
  /** From where the next expiry is counted: the day of completion, the expiry before, or a fixed day. */
  @IsIn(renewalModels) model: RenewalModel;
  /** Months of a period; with `completion` and `expiry`. @example 24 */
  @Omittable() @IsInt() @Min(1) @Max(120) months?: number;
  /** Last day of validity, MM-DD; with `fixed`. @example 09-01 */
  @Omittable()
  @Matches(/^(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])$|^(0[469]|11)-(0[1-9]|[12]\d|30)$|^02-(0[1-9]|1\d|2\d)$/)
  fixedDay?: string;
  /** In which years that day counts; with `fixed`. */
  @Omittable() @IsIn(fixedYears) fixedYears?: FixedYears;
  /** Shortest period in months; with `fixed`. A shorter one runs on to the next fixed day. */
  @Omittable() @IsInt() @Min(0) @Max(24) minimumMonths?: number;
  /** Days before expiry on which the renewal window opens (BR-96). @example 90 */
  @IsInt() @Min(1) @Max(365) windowDays: number;
  /** Days after expiry in which it can still be renewed, late (BR-97). @example 180 */
  @IsInt() @Min(0) @Max(730) graceDays: number;
}

/** How many minutes of one category count. */
@ApiSchema({ name: 'CategoryTerms' })
export class CategoryRequirements {
  /** Code of the category. @example ethics */
  @Matches(code) code: string;
  /** At least so many. */
  @Omittable() @IsInt() @Min(0) @Max(100_000) minMinutes?: number;
  /** At most so many count. */
  @Omittable() @IsInt() @Min(0) @Max(100_000) maxMinutes?: number;
}

/** Continuing education that a renewal needs (BR-99 to BR-102). */
@ApiSchema({ name: 'ContinuingEducationTerms' })
export class ContinuingEducationRequirements {
  /** Minutes in all. @example 1200 */
  @IsInt() @Min(0) @Max(100_000) minutes: number;
  /** Minimums and maximums of categories. */
  @NestedList(() => CategoryRequirements, 20, { uniqueBy: 'code' })
  categories: CategoryRequirements[];
  /** At most so many minutes from elsewhere. */
  @Omittable() @IsInt() @Min(0) @Max(100_000) externalMaxMinutes?: number;
  /** At most so many minutes without a group. */
  @Omittable() @IsInt() @Min(0) @Max(100_000) selfPacedMaxMinutes?: number;
  /** Nothing is asked of somebody who was first certified so many months or less before expiry (BR-102). */
  @Omittable() @IsInt() @Min(1) @Max(36) newlyCertifiedWaiverMonths?: number;
  /** Minutes from the cycle before that may be carried over; 0 unless said (BR-100). */
  @Omittable() @IsInt() @Min(0) @Max(100_000) carryOverMaxMinutes?: number;
  /** Categories that may be carried over; needed with the minutes (BR-100). */
  @Omittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(code, { each: true })
  carryOverCategories?: string[];
}

/** Everything that a scheme asks for, as data. A part that is left out is not asked for. */
@ApiSchema({ name: 'RequirementTerms' })
export class Requirements {
  /** Youngest age in years. */
  @Omittable() @IsInt() @Min(0) @Max(120) minimumAge?: number;
  /** Training. */
  @Omittable() @Nested(() => TrainingRequirements) training?: TrainingRequirements;
  /** Selection by competencies. */
  @Omittable() @Nested(() => SelectionRequirements) selection?: SelectionRequirements;
  /** Practice. */
  @Omittable() @Nested(() => PracticeRequirements) practice?: PracticeRequirements;
  /** Exam or observed practice. */
  @Omittable() @Nested(() => AssessmentRequirements) assessment?: AssessmentRequirements;
  /** References. */
  @Omittable() @Nested(() => ReferenceRequirements) references?: ReferenceRequirements;
  /** Declarations. */
  @Nested(() => AttestationRequirements) attestation: AttestationRequirements;
  /** A provisional certificate before the full one. */
  @Omittable() @Nested(() => ProvisionalRequirements) provisional?: ProvisionalRequirements;
  /** Periods and renewal. */
  @Nested(() => RenewalRequirements) renewal: RenewalRequirements;
  /** Continuing education. */
  @Omittable() @Nested(() => ContinuingEducationRequirements) continuingEducation?: ContinuingEducationRequirements;
}
