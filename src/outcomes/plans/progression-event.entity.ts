import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';
import type { ProgressionKind } from './learning-plan.rules.js';

/** A step that a learner took in life and likes to tell, verified or not. */
@Entity('progression_event')
export class ProgressionEvent {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: ProgressionKind;
  @Column('date') happenedOn: string;
  @Column('timestamptz') reportedAt: Date;
  @Column('uuid', { nullable: true }) verifiedBy: string | null;
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null;
}
