import { IsIn } from 'class-validator';
import { IsIdField, LocalDate, Omittable } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { type ProgressionKind, progressionKinds } from './learning-plan.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** A step that I have taken. */
export class ProgressionBody {
  /** What it is. */
  @IsIn(progressionKinds) kind: ProgressionKind;
  /** Since when. @example 2026-12-01 */
  @LocalDate() happenedOn: string;
}

/** A step that a learner has reported. */
export class ProgressionDto extends ProgressionBody {
  /** Id of the step. */
  id: string;
  /** Whose it is. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** Whether the learner's advisor has verified it; nothing asks for that (BR-73). */
  verified: boolean;
}

/** Whose steps to list. */
export class ProgressionQuery extends PageQuery {
  /** The learner; for their advisor. Without it, mine. */
  @Omittable() @IsIdField() personId?: string;
}

/** Steps, reported last first. */
export class ProgressionPage extends PageOf(ProgressionDto) {}
