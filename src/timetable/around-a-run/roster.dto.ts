import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';

/** Which part of the roster. */
export class RosterQuery extends PageQuery {}

/** Somebody who comes to the run, as far as they share it (BR-38). Nothing else ever stands here. */
export class RosterItemDto {
  /** Chosen name; `Student` until they have said one. */
  chosenName: string;
  /** Pronouns. */
  pronouns: string | null;
  /** Support needs that they share with facilitators. */
  supportNeeds: string[];
  /** What was agreed for this run. */
  adjustments: string[];
  /**
   * Present only where they share a safety plan with this run: the enrolment under which it is read, with
   * `GET /enrolments/{id}/safety-plan`.
   */
  safetyPlan?: string;
}

/** The roster of a run, by chosen name. */
export class RosterPage extends PageOf(RosterItemDto) {}
