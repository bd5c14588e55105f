import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';
import type { EnrolmentSource, EnrolmentState, ReleaseReason } from './enrolment.rules.js';

/** Somebody and a run, from the request or the booking to the end. One row, whatever becomes of it. */
@Entity('enrolment')
export class Enrolment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid') personId: string;
  @Column(codeText) state: EnrolmentState;
  @Column(codeText) source: EnrolmentSource;
  @Column('uuid', { nullable: true }) bookedBy: string | null;
  @Column('integer') priorityTier: number;
  @Column('timestamptz') joinedAt: Date;
  @Column('timestamptz', { nullable: true }) offeredAt: Date | null;
  @Column('timestamptz', { nullable: true }) offerExpiresAt: Date | null;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column('boolean') lateNotice: boolean;
  @Column({ ...codeText, nullable: true }) releaseReason: ReleaseReason | null;
  @Column('uuid', { nullable: true }) transferredTo: string | null;
  @Column(rowVersion) version: number;
}
