import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';
import type { GoalState } from './learning-plan.rules.js';

/** A goal of a plan, with its weight and levels; the words are sealed under the learner's key. */
@Entity('learning_goal')
export class LearningGoal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') planId: string;
  @Column('uuid') personId: string;
  @Column(codeText) state: GoalState;
  @Column('integer') weight: number;
  @Column('integer', { nullable: true }) baselineLevel: number | null;
  @Column('integer', { nullable: true }) currentLevel: number | null;
  @Column('uuid') keyId: string;
  @Column('bytea') words: Buffer;
  @Column('uuid') proposedBy: string;
  @Column('timestamptz') proposedAt: Date;
  @Column('uuid', { nullable: true }) acceptedBy: string | null;
  @Column('timestamptz', { nullable: true }) acceptedAt: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column(rowVersion) version: number;
}
