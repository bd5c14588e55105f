import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';

/** TODO attendance_mark */
@Entity('attendance_mark')
export class AttendanceMark {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') attendanceId: string;
  @Column('uuid') enrolmentId: string;
  @Column('uuid') sessionId: string;
  @Column('integer') sequence: number;
  @Column(codeText) state: string;
  @Column('integer', { nullable: true }) arrivedMin: number | null;
  @Column('integer', { nullable: true }) leftMin: number | null;
  @Column('integer') minutesPresent: number;
  @Column({ ...codeText, nullable: true }) mode: string | null;
  @Column(codeText) source: string;
  @Column({ ...codeText, nullable: true }) noteCode: string | null;
  @Column({ ...codeText, nullable: true }) clientEventId: string | null;
  @Column('timestamptz') occurredAt: Date;
  @Column('timestamptz') recordedAt: Date;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
  @Column({ ...shortText, nullable: true }) reason: string | null;
}

/** TODO presence */
@Entity('presence')
export class Presence {
  @PrimaryColumn('uuid') markId: string;
  @Column('uuid') sessionId: string;
  @PrimaryColumn('tstzrange') during: string;
}

/** TODO drop_in */
@Entity('drop_in')
export class DropIn {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') sessionId: string;
  @Column('uuid', { nullable: true }) personId: string | null;
  @Column('integer', { nullable: true }) anonymousCount: number | null;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}
