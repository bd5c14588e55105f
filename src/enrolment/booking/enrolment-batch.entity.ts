import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { KeptDecision } from './booking.rules.js';

/** Several people booked on a run at once, with what became of each. */
@Entity('enrolment_batch')
export class EnrolmentBatch {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') runId: string;
  @Column('uuid') bookedBy: string;
  @Column('timestamptz') bookedAt: Date;
  @Column('jsonb') outcomes: KeptDecision[];
}
