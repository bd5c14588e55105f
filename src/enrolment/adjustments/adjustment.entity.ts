import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, sealedText } from '../../platform/database/column-types.js';
import type { AdjustmentState } from './adjustment.rules.js';

/** What is arranged so that a learner can take part in a run; the words are sealed under the learner's key. */
@Entity('adjustment')
export class Adjustment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') enrolmentId: string;
  @Column('uuid', { nullable: true }) supportNeedId: string | null;
  @Column(codeText) state: AdjustmentState;
  @Column('uuid', { nullable: true }) ownerId: string | null;
  @Column('uuid') keyId: string;
  @Column(sealedText) wish: Buffer;
  @Column({ ...sealedText, nullable: true }) action: Buffer | null;
  @Column({ ...sealedText, nullable: true }) reason: Buffer | null;
  @Column({ ...sealedText, nullable: true }) alternative: Buffer | null;
  @Column('boolean', { nullable: true }) met: boolean | null;
  @Column('timestamptz') requestedAt: Date;
  @Column(rowVersion) version: number;
}
