import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';

/** TODO enrolment */
@Entity('enrolment')
export class Enrolment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid') personId: string;
  @Column(codeText) state: string;
  @Column(codeText) source: string;
  @Column('uuid', { nullable: true }) bookedBy: string | null;
  @Column('integer') priorityTier: number;
  @Column('timestamptz') joinedAt: Date;
  @Column('timestamptz', { nullable: true }) offeredAt: Date | null;
  @Column('timestamptz', { nullable: true }) offerExpiresAt: Date | null;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column('boolean') lateNotice: boolean;
  @Column({ ...codeText, nullable: true }) releaseReason: string | null;
  @Column('uuid', { nullable: true }) transferredTo: string | null;
  @Column(rowVersion) version: number;
}
