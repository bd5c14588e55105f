import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { Instant, IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import {
  type AttendanceMode,
  attendanceModes,
  type AttendanceState,
  attendanceStates,
  type MarkSource,
  markSources,
  type MarkState,
  markStates,
  type NoteCode,
  noteCodes,
} from './attendance.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedRunDto } from '../../platform/names/named.dto.js';

/** A time within the session in which somebody was elsewhere. */
export class AwaySpan {
  /** Minutes from the planned start. @example 40 */
  @IsInt() @Min(-240) @Max(1680) from: number;
  /** Minutes from the planned start, later than `from`. @example 55 */
  @IsInt() @Min(-240) @Max(1680) to: number;
}

/**
 * How somebody attended: a state, and the times where they were not there all along. Minutes are computed from the
 * times.
 */
export class AttendanceMarkBody {
  /** What happened. `expected` takes a mark back that was made by mistake. @example late */
  @IsIn(markStates) state: MarkState;
  /**
   * When they arrived, in minutes from the planned start. Needed for `late`, unless minutesPresent is given.
   * @example 40
   */
  @Omittable() @IsInt() @Min(-240) @Max(1680) arrivedMin?: number;
  /**
   * When they left, in minutes from the planned start. Needed for `left_early`, unless minutesPresent is given.
   * @example 105
   */
  @Omittable() @IsInt() @Min(-240) @Max(1680) leftMin?: number;
  /** Times in between in which they were elsewhere; at most 10, none overlapping. */
  @Omittable() @NestedList(() => AwaySpan, 10) away?: AwaySpan[];
  /**
   * Minutes, where only their number is known, for instance from a meeting platform. Times come first. At most the
   * contact minutes of the session (BR-63).
   * @example 65
   */
  @Omittable() @IsInt() @Min(0) @Max(1440) minutesPresent?: number;
  /** In the room or online. Default: as the run takes place. */
  @Omittable() @IsIn(attendanceModes) mode?: AttendanceMode;
  /** A remark from a closed list. */
  @Omittable() @IsIn(noteCodes) noteCode?: NoteCode;
}

/** One row of a register to record. */
export class RegisterRowBody extends AttendanceMarkBody {
  /** Whose attendance. */
  @IsIdField() enrolmentId: string;
  /**
   * A name that your device gives this event: sent again, it is recorded once (I-28). At most 64 letters, digits, - and
   * _.
   */
  @Omittable() @Matches(/^[\w-]{1,64}$/) clientEventId?: string;
  /**
   * When it happened, for marks made offline. Of several marks the one that happened last counts. A year past 9999
   * refuses this row alone. Default: now.
   */
  @Omittable() @Instant({ anyYear: true }) occurredAt?: string;
  /** The version of the row that you saw; if somebody marked it since, this row answers 412. */
  @Omittable() @IsInt() @Min(0) @Max(1000) version?: number;
  /** Why, in a few words and without anything about health: for coordinators, who correct. At most 200 characters. */
  @Omittable() @PlainText(200) reason?: string;
}

/** A whole register, or some of its rows. */
export class RegisterBody {
  /** At most 200 rows. */
  @NestedList(() => RegisterRowBody, 200, { min: 1 })
  rows: RegisterRowBody[];
}

/** A correction; the mark before stays on record. */
export class CorrectionBody extends AttendanceMarkBody {
  /**
   * Why, in a few words and without anything about health. At most 200 characters.
   * @example "The sign-in sheet shows another time."
   */
  @PlainText(200) reason: string;
}

/** One person of a register, as things stand. */
export class RegisterRowDto {
  /** Id of the attendance; null while nothing was recorded. */
  attendanceId: string | null;
  /** Whose attendance. */
  enrolmentId: string;
  /** Chosen name. */
  chosenName: string | null;
  /** Pronouns. */
  pronouns: string | null;
  /** What the register says. */
  @IsIn(attendanceStates) state: AttendanceState;
  /** Arrival, in minutes from the planned start. */
  @IsInt() arrivedMin: number | null;
  /** Leaving, in minutes from the planned start. */
  @IsInt() leftMin: number | null;
  /** Minutes of contact that they were there for. */
  @IsInt() minutesPresent: number;
  /** In the room or online. */
  @IsIn([...attendanceModes, null]) mode: AttendanceMode | null;
  /** Where the mark came from. */
  @IsIn([...markSources, null]) source: MarkSource | null;
  /** A remark. */
  @IsIn([...noteCodes, null]) noteCode: NoteCode | null;
  /** When it happened (RFC 3339, UTC). */
  occurredAt: string | null;
  /** When it was recorded (RFC 3339, UTC). */
  recordedAt: string | null;
  /** How many marks there are. */
  @IsInt() version: number;
}

export const registerActs = ['mark'] as const;

/** The register of a session. */
export class RegisterDto {
  /** Id of the session. */
  id: string;
  /** The run that the session belongs to. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** State of the session. */
  @IsIn(['draft', 'published', 'delivered', 'cancelled']) state: 'draft' | 'published' | 'delivered' | 'cancelled';
  /** Planned start (RFC 3339, UTC). */
  startsAt: string;
  /** Planned end (RFC 3339, UTC). */
  endsAt: string;
  /** Time zone of the place. */
  timeZone: string;
  /** Minutes that people spend together, breaks excluded. */
  @IsInt() contactMinutes: number | null;
  /** When it locks for facilitators (RFC 3339, UTC); null until the session is delivered. */
  locksAt: string | null;
  /** Whether it is locked: only a coordinator may correct it then. */
  locked: boolean;
  /** Everybody with a place, by name. */
  rows: RegisterRowDto[];
  /** What you may do with it now. */
  @IsIn(registerActs, { each: true }) can: (typeof registerActs)[number][];
  /** How many marks were recorded. */
  version: number;
}

/** A field of a row that cannot be read. */
export class RegisterFieldErrorDto {
  /** JSON pointer into the body that was sent. @example /rows/1/occurredAt */
  pointer: string;
  /** Stable; what a program decides by. @example not_an_instant */
  code: string;
  /** Plain words for a person. */
  message: string;
}

/** Why a row was refused. */
export class RegisterProblemDto {
  /** Stable; names the rule. */
  code: string;
  /** The rule in a few words. */
  title: string;
  /** What to do next. */
  detail: string;
  /** Its fields that cannot be read; empty where a rule is not met. */
  errors: RegisterFieldErrorDto[];
}

/** What became of one row. */
export class RegisterResultDto {
  /** Whose attendance. */
  enrolmentId: string;
  /** The status that recording this row alone would have had. @example 200 */
  @IsInt() status: number;
  /** Id of the attendance; null when refused and nothing was recorded before. */
  attendanceId: string | null;
  /** What the register says now; null for somebody who is not on it. */
  @IsIn([...attendanceStates, null]) state: AttendanceState | null;
  /** Version of the row now. */
  @IsInt() version: number;
  /** Whether the same event was recorded before, so that nothing was written. */
  replayed: boolean;
  /** Why not; null when recorded. */
  problem: RegisterProblemDto | null;
}

/** What became of each row, in the order in which they were sent. */
export class RegisterResultsDto {
  /** One result per row. */
  rows: RegisterResultDto[];
  /** How many rows were recorded. */
  @IsInt() recorded: number;
  /** How many rows were refused. */
  @IsInt() refused: number;
}
