import { IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';

/** A prospectus that goes to print now. */
export class ProspectusEditionBody {
  /** What it is called. At most 200 characters. @example "Spring booklet" */
  @PlainText(200) name: string;
  /** Only what is on in this term. Default: all that is on. */
  @Omittable() @IsIdField() termId?: string;
}

/** Which editions to list. */
export class ProspectusEditionQuery extends PageQuery {}

/** A course in an edition whose credits are no longer as printed. */
export class ChangedCredits {
  /** Id of the version. */
  versionId: string;
  /** What the course is called. */
  title: string;
  /** When a credit last changed (RFC 3339, UTC). */
  changedAt: string;
}

/** A prospectus that was printed. It is never altered; it is flagged when a credit changed since (BR-10). */
export class ProspectusEditionDto {
  /** Id of the edition. */
  id: string;
  /** What it is called. */
  name: string;
  /** When it was printed (RFC 3339, UTC). */
  printedAt: string;
  /** How many courses it shows. */
  courses: number;
  /**
   * Courses whose contributors wish to be credited differently by now; while there are any, hand out no more copies.
   */
  changedCredits: ChangedCredits[];
}

/** Printed prospectuses, newest first. */
export class ProspectusEditionPage extends PageOf(ProspectusEditionDto) {}
