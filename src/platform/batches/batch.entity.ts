import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { KeptRow } from './batch.rules.js';

/** What became of each row of a batch, so that the same Idempotency-Key gets the same answer; for a day. */
@Entity('batch')
export class Batch {
  @PrimaryColumn('uuid') id: string;
  /** Who sent it. */
  @Column('uuid') personId: string;
  @Column('timestamptz') at: Date;
  @Column('jsonb') rows: KeptRow[];
  /** Whether there was more than it could hold. */
  @Column('boolean', { default: false }) more: boolean;
}
