import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText } from '../../platform/database/column-types.js';

/** TODO qa_review */
@Entity('qa_review')
export class QaReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column(codeText) contentHash: string;
  @Column(codeText) outcome: string;
  @Column(longText) reasons: string;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
  @Column('timestamptz', { nullable: true }) voidedAt: Date | null;
}

/** TODO qa_reviewer */
@Entity('qa_reviewer')
export class QaReviewer {
  @PrimaryColumn('uuid') reviewId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column('boolean') livedExperience: boolean;
}

/** TODO periodic_review */
@Entity('periodic_review')
export class PeriodicReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('date') heldOn: string;
  @Column('integer') learnerParticipants: number;
  @Column({ ...longText, nullable: true }) evaluationSummary: string | null;
  @Column(codeText) decision: string;
  @Column('date') nextDueOn: string;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}
