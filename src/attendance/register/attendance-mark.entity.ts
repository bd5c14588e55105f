import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';
import type { AttendanceMode, MarkSource, MarkState, NoteCode } from './attendance.rules.js';

/** One mark about one person and one session, appended and never overwritten; the last one holds. */
@Entity('attendance_mark')
export class AttendanceMark {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') attendanceId: string;
  @Column('uuid') enrolmentId: string;
  @Column('uuid') sessionId: string;
  @Column('integer') sequence: number;
  @Column(codeText) state: MarkState;
  @Column('integer', { nullable: true }) arrivedMin: number | null;
  @Column('integer', { nullable: true }) leftMin: number | null;
  @Column('integer') minutesPresent: number;
  @Column({ ...codeText, nullable: true }) mode: AttendanceMode | null;
  @Column(codeText) source: MarkSource;
  @Column({ ...codeText, nullable: true }) noteCode: NoteCode | null;
  @Column({ ...codeText, nullable: true }) clientEventId: string | null;
  @Column('timestamptz') occurredAt: Date;
  @Column('timestamptz') recordedAt: Date;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
  @Column({ ...shortText, nullable: true }) reason: string | null;
}

/** A span in which somebody was there, by their mark: minutes from the planned start, open where nobody noted more. */
@Entity('presence')
export class Presence {
  @PrimaryColumn('uuid') markId: string;
  @Column('uuid') sessionId: string;
  @PrimaryColumn('int4range') minutes: string;
}

/** Somebody who came without enrolling, or a number of people without names (BR-64). */
@Entity('drop_in')
export class DropIn {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') sessionId: string;
  @Column('uuid', { nullable: true }) personId: string | null;
  @Column('integer', { nullable: true }) anonymousCount: number | null;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
  /** When the session was moved to another date, and this did not count for it. */
  @Column('timestamptz', { nullable: true }) takenBackAt: Date | null;
}
