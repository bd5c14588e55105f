import { Column, Entity, PrimaryColumn } from 'typeorm';
import { sealedText } from '../../platform/database/column-types.js';

/** What those who run a course wrote to its learners: a copy for each, sealed under the key of whom it is for. */
@Entity('run_notice')
export class RunNotice {
  @PrimaryColumn('uuid') id: string;
  /** Whom this copy is for. */
  @Column('uuid') personId: string;
  @Column('uuid') runId: string;
  @Column('uuid') sentBy: string;
  @Column('timestamptz') sentAt: Date;
  @Column('uuid') keyId: string;
  @Column(sealedText) text: Buffer;
}
