import { Column, Entity, PrimaryColumn } from 'typeorm';

/** TODO enrolment_batch */
@Entity('enrolment_batch')
export class EnrolmentBatch {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid') bookedBy: string;
  @Column('timestamptz') bookedAt: Date;
  @Column('jsonb') outcomes: unknown;
}
