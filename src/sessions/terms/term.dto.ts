import { sessionsRefusals } from '../sessions.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Instant, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { NamedQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { termStates, type TermState } from './term.rules.js';

/** A new term. */
@InOrder('prospectusOpensAt', 'bookingOpensAt', sessionsRefusals.term_dates_out_of_order)
@InOrder('startsOn', 'endsOn', sessionsRefusals.term_dates_out_of_order)
export class TermBody {
  /** Name, as learners read it. At most 100 characters. @example "Winter 2027" */
  @PlainText(100) name: string;
  /** When everybody may read what is on (RFC 3339). @example 2026-11-15T16:00:00Z */
  @Instant() prospectusOpensAt: string;
  /** When booking opens (RFC 3339); not before the prospectus. @example 2026-12-01T16:00:00Z */
  @Instant() bookingOpensAt: string;
  /** First day. @example 2027-01-11 */
  @LocalDate() startsOn: string;
  /** Last day. @example 2027-03-26 */
  @LocalDate() endsOn: string;
  /** Runs of this term that one learner may hold a place in, drop-ins aside (BR-46). Default: the college's policy. */
  @Omittable() @IsInt() @Min(1) @Max(50) maxRunsPerLearner?: number;
}

/** Changes to a term; what is left out stays. */
@InOrder('prospectusOpensAt', 'bookingOpensAt', sessionsRefusals.term_dates_out_of_order)
@InOrder('startsOn', 'endsOn', sessionsRefusals.term_dates_out_of_order)
export class TermChange {
  /** Name, as learners read it. At most 100 characters. */
  @Omittable() @PlainText(100) name?: string;
  /** When everybody may read what is on (RFC 3339). */
  @Omittable() @Instant() prospectusOpensAt?: string;
  /** When booking opens (RFC 3339). */
  @Omittable() @Instant() bookingOpensAt?: string;
  /** First day. */
  @Omittable() @LocalDate() startsOn?: string;
  /** Last day. */
  @Omittable() @LocalDate() endsOn?: string;
  /** Runs of this term that one learner may hold a place in, drop-ins aside. */
  @Omittable() @IsInt() @Min(1) @Max(50) maxRunsPerLearner?: number;
}

export const termActs = ['edit'] as const;

/** A season of the college. */
export class TermDto {
  /** Id of the term. */
  id: string;
  /** Name, as learners read it. */
  name: string;
  /** When everybody may read what is on (RFC 3339, UTC). */
  prospectusOpensAt: string;
  /** When booking opens (RFC 3339, UTC). */
  bookingOpensAt: string;
  /** First day. */
  startsOn: string;
  /** Last day. */
  endsOn: string;
  /** Runs of this term that one learner may hold a place in, drop-ins aside. */
  maxRunsPerLearner: number;
  /** Where the term stands today; its dates alone decide. */
  @IsIn(termStates) state: TermState;
  /** What you may do with it now: `edit`. */
  @IsIn(termActs, { each: true }) can: (typeof termActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Terms, the latest first. */
export class TermPage extends PageOf(TermDto) {}

/** Which terms to list. */
export class TermQuery extends NamedQuery {}
