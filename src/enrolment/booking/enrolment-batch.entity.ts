import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where the program before this kept its batches: nothing is added, and what is there goes within a day. */
@Entity('enrolment_batch')
export class EnrolmentBatch {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid') bookedBy: string;
  @Column('timestamptz') bookedAt: Date;
  @Column('jsonb') outcomes: unknown;
}
