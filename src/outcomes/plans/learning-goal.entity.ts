import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';

/** TODO learning_goal */
@Entity('learning_goal')
export class LearningGoal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') planId: string;
  @Column('uuid') personId: string;
  @Column(codeText) state: string;
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
