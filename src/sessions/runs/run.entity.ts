import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CameraRule, DeliveryMode, RunState } from './run.rules.js';

/** A scheduled delivery of one published course version: what a learner enrols on. */
@Entity('run')
export class Run {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'version_id' }) versionId: string;
  @Column('uuid', { name: 'term_id', nullable: true }) termId: string | null;
  @Column('text') mode: DeliveryMode;
  @Column('uuid', { name: 'venue_id', nullable: true }) venueId: string | null;
  @Column('uuid', { name: 'online_room_id', nullable: true }) onlineRoomId: string | null;
  /** Null only for a drop-in without limit. */
  @Column('integer', { nullable: true }) capacity: number | null;
  /** Confirmed places and held offers; counted by a trigger of the enrolments. */
  @Column({ type: 'int', name: 'places_taken', insert: false, update: false }) placesTaken: number;
  @Column('integer', { name: 'cohort_minimum' }) cohortMinimum: number;
  @Column('timestamptz', { name: 'booking_opens_at', nullable: true }) bookingOpensAt: Date | null;
  @Column('timestamptz', { name: 'booking_closes_at', nullable: true }) bookingClosesAt: Date | null;
  @Column('boolean', { name: 'first_session_mandatory' }) firstSessionMandatory: boolean;
  @Column('boolean', { name: 'waitlist_on' }) waitlistOn: boolean;
  @Column('boolean', { name: 'approval_needed' }) approvalNeeded: boolean;
  @Column('text', { name: 'camera_rule' }) cameraRule: CameraRule;
  @Column('text', { name: 'camera_alternative', nullable: true }) cameraAlternative: string | null;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('text') state: RunState;
  @Column('timestamptz', { name: 'opened_at', nullable: true }) openedAt: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: Date | null;
  @Column('text', { name: 'cancellation_reason', nullable: true }) cancellationReason: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}
