import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';
import type { AdvisorState, PlanPart, PlanState, ReviewMode } from './learning-plan.rules.js';

/** What a learner wants and how far it has come, theirs alone to write; the aims are sealed. */
@Entity('learning_plan')
export class LearningPlan {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) state: PlanState;
  @Column('uuid') keyId: string;
  @Column('bytea') aims: Buffer;
  @Column('uuid', { nullable: true }) advisorId: string | null;
  @Column(codeText) advisorState: AdvisorState;
  @Column('timestamptz') madeAt: Date;
  @Column('timestamptz', { nullable: true }) agreedAt: Date | null;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** A conversation about a plan, which the learner and the advisor each sign for themselves. */
@Entity('learning_plan_review')
export class LearningPlanReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') planId: string;
  @Column('date') heldOn: string;
  @Column(codeText) mode: ReviewMode;
  @Column('uuid') keyId: string;
  @Column('bytea', { nullable: true }) note: Buffer | null;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz', { nullable: true }) learnerSignedAt: Date | null;
  @Column('timestamptz', { nullable: true }) advisorSignedAt: Date | null;
  @Column('uuid', { nullable: true }) advisorSignedBy: string | null;
  @Column(rowVersion) version: number;
}

/** Which parts of a plan one facilitator is shown. */
@Entity('learning_plan_share')
export class LearningPlanShare {
  @PrimaryColumn('uuid') planId: string;
  @PrimaryColumn('uuid') readerId: string;
  @Column('text', { array: true }) parts: PlanPart[];
  @Column('timestamptz') sharedAt: Date;
}
