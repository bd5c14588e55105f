import { certificationRefusals } from '../certification.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { Instant, IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type AssessmentKind, assessmentKinds, type AssessmentState, assessmentStates } from './assessment.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** A time at which an assessor meets the applicant. Nobody assesses two people at once. */
@InOrder('startsAt', 'endsAt', certificationRefusals.period_ends_before_start, { apart: true })
export class AssessmentBody {
  /** What it is. */
  @IsIn(assessmentKinds) kind: AssessmentKind;
  /** Who assesses; not the applicant. */
  @IsIdField() assessorId: string;
  /** Start (RFC 3339). */
  @Instant() startsAt: string;
  /** End (RFC 3339). */
  @Instant() endsAt: string;
}

/** Whether a competency was met. */
export class CompetencyMet {
  /** Its code. */
  @Matches(/^[a-z][a-z0-9_]{0,63}$/) code: string;
  /** Whether it was met. */
  @IsBoolean() met: boolean;
}

/** What an assessment came to. */
export class AssessmentResultBody {
  /** Each competency that the requirement set names, once. */
  @NestedList(() => CompetencyMet, 20, { uniqueBy: 'code' })
  competencies: CompetencyMet[];
  /** Mark, 0 to 100, where one is given. */
  @Omittable() @IsInt() @Min(0) @Max(100) mark?: number;
  /** What helped, and what to practise further. The applicant reads it. At most 5,000 characters. */
  @Omittable() @PlainText(5000, { lines: true }) note?: string;
}

/** An assessment. */
export class AssessmentDto {
  /** Id of the assessment. */
  id: string;
  /** The application. */
  applicationId: string;
  /** What it is. */
  @IsIn(assessmentKinds) kind: AssessmentKind;
  /** Who assesses. */
  assessorId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') assessor?: NamedPersonDto | null;
  /** Start (RFC 3339, UTC). */
  startsAt: string;
  /** End. */
  endsAt: string;
  /** Booked, assessed or cancelled. */
  @IsIn(assessmentStates) state: AssessmentState;
  /** What was met; null until it is assessed. */
  competencies: CompetencyMet[] | null;
  /** Mark, where one is given. */
  mark: number | null;
  /** Whether it was passed. */
  passed: boolean | null;
  /** What helped, and what to practise further. */
  note: string | null;
  /** Rises with each change. */
  version: number;
}

/** Assessments, oldest first. */
export class AssessmentPage extends PageOf(AssessmentDto) {}
