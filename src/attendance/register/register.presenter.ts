import { type Actor, is } from '../../platform/actor.js';
import { isOwnRecord } from '../../platform/access/own-record.rules.js';
import type { AttendanceDto, AttendanceMarkDto } from './attendance.dto.js';
import type { RegisterRowDto } from './register.dto.js';
import type { RunDays } from '../../sessions/facilitators/facilitator.rules.js';
import { when } from '../../platform/access/acts.js';

/** A row of attendance as the database has it. */
interface StoredAttendance extends Pick<
  RegisterRowDto,
  'enrolmentId' | 'state' | 'arrivedMin' | 'leftMin' | 'minutesPresent' | 'mode' | 'source' | 'noteCode' | 'version'
> {
  id: string | null;
  sessionId: string;
  runId: string;
  occurredAt: Date | null;
  recordedAt: Date | null;
}

export interface RegisterStoredRow extends StoredAttendance {
  chosenName: string | null;
  pronouns: string | null;
}

export interface AttendanceRow extends StoredAttendance, RunDays {
  rosterDays: number;
  personId: string;
  startsAt: Date;
  endsAt: Date;
  sessionState: 'published' | 'delivered' | 'cancelled';
  facilitates: boolean;
  marks: AttendanceMarkDto[];
}

export const presentRegisterRow = (row: RegisterStoredRow): RegisterRowDto => ({
  attendanceId: row.id,
  enrolmentId: row.enrolmentId,
  chosenName: row.chosenName,
  pronouns: row.pronouns,
  state: row.state,
  arrivedMin: row.arrivedMin,
  leftMin: row.leftMin,
  minutesPresent: row.minutesPresent,
  mode: row.mode,
  source: row.source,
  noteCode: row.noteCode,
  occurredAt: row.occurredAt?.toISOString() ?? null,
  recordedAt: row.recordedAt?.toISOString() ?? null,
  version: row.version,
});

export const presentAttendance = (actor: Actor, row: AttendanceRow, now: Date): AttendanceDto => ({
  id: row.id,
  enrolmentId: row.enrolmentId,
  sessionId: row.sessionId,
  runId: row.runId,
  startsAt: row.startsAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  state: row.state,
  arrivedMin: row.arrivedMin,
  leftMin: row.leftMin,
  minutesPresent: row.minutesPresent,
  mode: row.mode,
  noteCode: row.noteCode,
  marks: row.marks.map((mark) => ({
    ...mark,
    occurredAt: new Date(mark.occurredAt).toISOString(),
    recordedAt: new Date(mark.recordedAt).toISOString(),
  })),
  can:
    row.sessionState === 'cancelled'
      ? []
      : [
          ...when(
            row.personId === actor.personId &&
              now < row.endsAt &&
              ['expected', 'dna', 'apology', 'excused'].includes(row.state),
            'apologise',
          ),
          ...when(is(actor, 'coordinator') && !isOwnRecord(actor, row.personId) && row.id !== null, 'correct'),
        ],
  version: row.version,
});
