import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { Clearable, Omittable, PlainText } from '../../platform/http/dto.js';
import { TitledQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';

export const courseStatuses = ['proposed', 'declined', 'in_development', 'offered', 'retired'] as const;
export type CourseStatus = (typeof courseStatuses)[number];

export const courseActions = ['edit', 'add_version'] as const;
export type CourseAction = (typeof courseActions)[number];

const topicForm = /^[a-z][a-z0-9_]{0,39}$/;

/** What a course may say besides its title and topic. */
class CourseDetails {
  /** For whom it is meant, in short codes to filter by; empty for everybody. At most 10. @example ["young_adults"] */
  @Omittable() @IsArray() @ArrayMaxSize(10) @ArrayUnique() @Matches(topicForm, { each: true }) audience?: string[];
  /** The strand of the prospectus that it belongs to. At most 100 characters. @example "Living well" */
  @Clearable() @PlainText(100) strand?: string | null;
}

/** Changes to a course; what is left out stays. */
export class CourseChange extends CourseDetails {
  /** What the course is called. At most 120 characters. @example "Building Better Boundaries" */
  @Omittable() @PlainText(120) title?: string;
  /** Its topic, as a short code to filter by. @example boundaries */
  @Omittable() @Matches(topicForm) topic?: string;
}

/** A new course. */
export class CourseBody extends CourseDetails {
  /** What the course is called. At most 120 characters. @example "Building Better Boundaries" */
  @PlainText(120) title: string;
  /** Its topic, as a short code to filter by. @example boundaries */
  @Matches(topicForm) topic: string;
}

/** Which courses to list. */
export class CourseQuery extends TitledQuery {
  /** Only courses on this topic. @example boundaries */
  @Omittable() @IsString() @MaxLength(40) topic?: string;
  /** Only courses with this status. */
  @Omittable() @IsIn(courseStatuses) status?: CourseStatus;
}

/** The idea that all versions of a course share. */
export class CourseDto {
  /** Id of the course. */
  id: string;
  /** What it is called. */
  title: string;
  /** Its topic. */
  topic: string;
  /** For whom it is meant; empty for everybody. */
  audience: string[];
  /** The strand of the prospectus that it belongs to. */
  strand: string | null;
  /** What the person who first proposed it was at the college. */
  firstProposedByRole: string;
  /** How far it is, derived from its versions. */
  @IsIn(courseStatuses) status: CourseStatus;
  /** The version that is published now. */
  currentVersionId: string | null;
  /** Rises with each change. */
  version: number;
  /** What I may do with it now. */
  @IsIn(courseActions, { each: true }) can: CourseAction[];
}

/** Courses by title. */
export class CoursePage extends PageOf(CourseDto) {}
