import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText } from '../../platform/database/column-types.js';
import type { PeriodicDecision, ReviewOutcome } from './approval.rules.js';

/** What a review of one content of a version came to; an edit of the content voids it. */
@Entity('qa_review')
export class QaReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column(codeText) contentHash: string;
  @Column(codeText) outcome: ReviewOutcome;
  @Column(longText) reasons: string;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
  @Column('timestamptz', { nullable: true }) voidedAt: Date | null;
}

/** Somebody who took part in a review, with lived experience or without. */
@Entity('qa_reviewer')
export class QaReviewer {
  @PrimaryColumn('uuid') reviewId: string;
  @PrimaryColumn('uuid') personId: string;
  /** Null once they were erased. */
  @Column('boolean', { nullable: true }) livedExperience: boolean | null;
}

/** The yearly look at a published version, and what was decided. */
@Entity('periodic_review')
export class PeriodicReview {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('date') heldOn: string;
  @Column('integer') learnerParticipants: number;
  @Column({ ...longText, nullable: true }) evaluationSummary: string | null;
  @Column(codeText) decision: PeriodicDecision;
  @Column('date') nextDueOn: string;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}
