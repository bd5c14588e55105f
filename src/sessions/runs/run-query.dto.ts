import { IsIn } from 'class-validator';
import { IsIdField, LocalDate, Omittable, PlainText, QueryFlag } from '../../platform/http/dto.js';
import { Counted, TitledQuery } from '../../platform/http/page-query.dto.js';
import { runStates, type RunState } from './run.rules.js';

export const runOrders = ['newest', 'soonest'] as const;
export type RunOrder = (typeof runOrders)[number];

/** Which runs to list. */
export class RunQuery extends Counted(TitledQuery) {
  /** Only runs of this term. */
  @Omittable() @IsIdField() termId?: string;
  /** Only runs of this course version. */
  @Omittable() @IsIdField() versionId?: string;
  /** Only runs in this state. */
  @Omittable() @IsIn(runStates) state?: RunState;
  /** Only runs that I am asked to facilitate, or facilitate; with their sessions, and how many wait. */
  @Omittable() @IsIn(['facilitator']) mine?: 'facilitator';
  /**
   * Words of the course, that begin words of its title or are spelled much like them, or that begin words of the venue's
   * name. At most 200 characters. @example "boundaries family"
   */
  @Omittable() @PlainText(200) text?: string;
  /** Only runs at this venue. */
  @Omittable() @IsIdField() venueId?: string;
  /** Only runs with a session on this day or later, as the day is called there. @example 2027-01-01 */
  @Omittable() @LocalDate() from?: string;
  /** Only runs with a session on this day or earlier, as the day is called there. @example 2027-03-31 */
  @Omittable() @LocalDate() to?: string;
  /** Of the runs that you run, only those at risk, or only the others. */
  @Omittable() @QueryFlag() atRisk?: boolean;
  /** Those planned last first, or those that begin first; without a date last. */
  @Omittable() @IsIn(runOrders) sort: RunOrder = 'newest';
}
