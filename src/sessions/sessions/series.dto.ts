import { sessionsRefusals } from '../sessions.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Clearable, IsIdField, LocalDate, LocalTime, Omittable, PlainText } from '../../platform/http/dto.js';
import { type MarkChoice, markChoices } from './session.rules.js';
import { type Occurrence, occurrences } from './wall-time.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedRunDto } from '../../platform/names/named.dto.js';

/** A weekly series of draft sessions; days on which the college is closed are left out. */
@InOrder('startTime', 'endTime', sessionsRefusals.session_ends_before_start, { apart: true })
export class SeriesBody {
  /** Day of the first session. @example 2027-01-13 */
  @LocalDate() firstDate: string;
  /** Start on the wall, the same every week. @example 10:00 */
  @LocalTime() startTime: string;
  /** End on the wall. @example 12:00 */
  @LocalTime() endTime: string;
  /** How many sessions; closed days do not count. @example 6 */
  @IsInt() @Min(1) @Max(52) count: number;
  /** Every how many weeks. Default: 1. */
  @Omittable() @IsInt() @Min(1) @Max(8) everyWeeks?: number;
  /** Which one is meant on a day when the clocks show the start twice. */
  @Omittable() @IsIn(occurrences) startOccurrence?: Occurrence;
  /** Which one is meant on a day when the clocks show the end twice. */
  @Omittable() @IsIn(occurrences) endOccurrence?: Occurrence;
  /** Minutes of contact time of each. Default: as the course version plans. */
  @Omittable() @IsInt() @Min(1) @Max(1440) plannedContactMinutes?: number;
  /** Another venue than the run's. */
  @Omittable() @IsIdField() venueId?: string;
  /** How people get in, beyond what the venue says. At most 2000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) accessNote?: string;
}

/**
 * Changes to what is still to come of a series. Sessions that were changed, moved or cancelled on their own stay as
 * they are (I-24).
 */
@InOrder('startTime', 'endTime', sessionsRefusals.session_ends_before_start, { apart: true })
export class SeriesChange {
  /** New start on the wall. */
  @Omittable() @LocalTime() startTime?: string;
  /** New end on the wall. */
  @Omittable() @LocalTime() endTime?: string;
  /** Another venue than the run's; null for the run's. */
  @Clearable() @IsIdField() venueId?: string | null;
  /** What becomes of registers that somebody has marked: needed where one has (BR-222). */
  @Omittable() @IsIn(markChoices) marks?: MarkChoice;
}

export const seriesActs = ['edit'] as const;

/** A weekly series of sessions. */
export class SeriesDto {
  /** Id of the series. */
  id: string;
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** Every how many weeks. */
  everyWeeks: number;
  /** Start on the wall. */
  startTime: string;
  /** End on the wall. */
  endTime: string;
  /** Ids of its sessions, by start, with those that were cancelled. */
  sessionIds: string[];
  /** Closed days in its rhythm, on which it has no session. */
  closedDays: string[];
  /** What you may do with it now: `edit`. */
  @IsIn(seriesActs, { each: true }) can: (typeof seriesActs)[number][];
  /** Rises with each change. */
  version: number;
}
