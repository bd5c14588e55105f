import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { CameraRule, DeliveryMode, RunState } from './run.rules.js';

/** A scheduled delivery of one published course version: what a learner enrols on. */
@Entity('run')
export class Run {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid', { nullable: true }) termId: string | null;
  @Column(codeText) mode: DeliveryMode;
  /** When its first announced session begins, kept by a trigger of the sessions; infinity while there is none. */
  @Column('timestamptz', { select: false, ...computed }) firstStart: Date;
  /** When its last announced session ends, or planned one while none is announced; kept by the same trigger. */
  @Column('timestamptz', { select: false, ...computed }) lastEnd: Date;
  /** When its last session ends that goes on after a place was concluded; kept by triggers, null where none does. */
  @Column('timestamptz', { select: false, nullable: true, ...computed }) wentOnUntil: Date | null;
  @Column('uuid', { nullable: true }) venueId: string | null;
  @Column('uuid', { nullable: true }) onlineRoomId: string | null;
  /** Null only for a drop-in without limit. */
  @Column('integer', { nullable: true }) capacity: number | null;
  /** Confirmed places and held offers; counted by a trigger of the enrolments. */
  @Column({ type: 'integer', ...computed }) placesTaken: number;
  /** The full hour of which the next two tell, before whose first command they were written. */
  @Column('timestamptz', { nullable: true }) toldFrom: Date | null;
  /** Places that were taken at that hour, and whether anybody waited: what those hear who do not run it (BR-211). */
  @Column('integer', { nullable: true }) toldTaken: number | null;
  @Column('boolean', { nullable: true }) toldWaiting: boolean | null;
  @Column('integer') cohortMinimum: number;
  @Column('timestamptz', { nullable: true }) bookingOpensAt: Date | null;
  @Column('timestamptz', { nullable: true }) bookingClosesAt: Date | null;
  @Column('boolean') firstSessionMandatory: boolean;
  @Column('boolean') waitlistOn: boolean;
  @Column('boolean') approvalNeeded: boolean;
  @Column(codeText) cameraRule: CameraRule;
  @Column({ ...shortText, nullable: true }) cameraAlternative: string | null;
  @Column(codeText) timeZone: string;
  @Column(codeText) state: RunState;
  @Column('timestamptz', { nullable: true }) openedAt: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column({ ...shortText, nullable: true }) cancellationReason: string | null;
  @Column('timestamptz') createdAt: Date;
  /** The instant of the last command that held the lock: the next one's is later (BR-49). */
  @Column('timestamptz', { nullable: true }) turnAt: Date | null;
  @Column(rowVersion) version: number;
}
