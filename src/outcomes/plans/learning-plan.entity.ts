import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';

/** TODO learning_plan */
@Entity('learning_plan')
export class LearningPlan {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) state: string;
  @Column('uuid') keyId: string;
  @Column('bytea') aims: Buffer;
  @Column('uuid', { nullable: true }) advisorId: string | null;
  @Column(codeText) advisorState: string;
  @Column('timestamptz') madeAt: Date;
  @Column('timestamptz', { nullable: true }) agreedAt: Date | null;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** TODO learning_plan_review */
@Entity('learning_plan_review')
export class LearningPlanReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') planId: string;
  @Column('date') heldOn: string;
  @Column(codeText) mode: string;
  @Column('uuid') keyId: string;
  @Column('bytea', { nullable: true }) note: Buffer | null;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz', { nullable: true }) learnerSignedAt: Date | null;
  @Column('timestamptz', { nullable: true }) advisorSignedAt: Date | null;
  @Column('uuid', { nullable: true }) advisorSignedBy: string | null;
  @Column(rowVersion) version: number;
}

/** TODO learning_plan_share */
@Entity('learning_plan_share')
export class LearningPlanShare {
  @PrimaryColumn('uuid') planId: string;
  @PrimaryColumn('uuid') readerId: string;
  @Column('text', { array: true }) parts: string[];
  @Column('timestamptz') sharedAt: Date;
}
