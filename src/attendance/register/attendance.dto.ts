import { IsIn, IsInt } from 'class-validator';
import { Digits } from '../../platform/http/typed-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
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
import type { NamedPersonDto, NamedRunDto, NamedSessionDto } from '../../platform/names/named.dto.js';

/** One thing that was said about this attendance. Nothing is overwritten. */
export class AttendanceMarkDto {
  /** What it said. */
  @IsIn(markStates) state: MarkState;
  /** Arrival, in minutes from the planned start. */
  @IsInt() arrivedMin: number | null;
  /** Leaving, in minutes from the planned start. */
  @IsInt() leftMin: number | null;
  /** Minutes of contact. */
  @IsInt() minutesPresent: number;
  /** Where it came from. */
  @IsIn(markSources) source: MarkSource;
  /** When it happened (RFC 3339, UTC). */
  occurredAt: string;
  /** When it was recorded (RFC 3339, UTC). */
  recordedAt: string;
  /** Who recorded it. */
  recordedBy: string | null;
  /** The same person by name; null, as the id is, where you could not open their record now. */
  @Named('person', 'recordedBy', { idToo: true }) recordedByPerson?: NamedPersonDto | null;
  /** Why, for a correction. */
  reason: string | null;
}

export const attendanceActs = ['apologise', 'correct'] as const;

/** How one person attended one session. */
export class AttendanceDto {
  /** Id of the attendance; null while nothing was recorded. */
  id: string | null;
  /** The enrolment that it belongs to. */
  enrolmentId: string;
  /** The session. */
  sessionId: string;
  /** The same session by name; null where you could not open it now. */
  @Named('session') session?: NamedSessionDto | null;
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** Planned start of the session (RFC 3339, UTC). */
  startsAt: string;
  /** Planned end of the session (RFC 3339, UTC). */
  endsAt: string;
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
  /** A remark from a closed list. */
  @IsIn([...noteCodes, null]) noteCode: NoteCode | null;
  /** Everything that was recorded, oldest first: a correction stands beside what it corrects (BR-62). */
  marks: AttendanceMarkDto[];
  /** What you may do with it now. */
  @IsIn(attendanceActs, { each: true }) can: (typeof attendanceActs)[number][];
  /** How many marks there are. */
  version: number;
}

/** The sessions of an enrolment, by start. */
export class AttendancePage extends PageOf(AttendanceDto) {}

/** The code that the room shows. */
export class CheckInBody {
  /** Six digits, as the facilitator shows them. @example 402817 */
  @Digits(6) code: string;
}

/** The code to show in the room now. */
export class CheckInCodeDto {
  /** Id of the session. */
  id: string;
  /** Six digits; they change every minute. */
  code: string;
  /** When the next code comes (RFC 3339, UTC). */
  changesAt: string;
  /** When check-in opens (RFC 3339, UTC). */
  opensAt: string;
  /** When check-in closes (RFC 3339, UTC). */
  closesAt: string;
}
