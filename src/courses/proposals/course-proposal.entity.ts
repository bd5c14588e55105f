import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion } from '../../platform/database/column-types.js';
import type { ContributionRole } from '../co-production/contributor.rules.js';
import type { DeclineReason } from './proposal.rules.js';

/** A course that a learner would like the college to make; its id is that of the version that it may become. */
@Entity('course_proposal')
export class CourseProposal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') proposedBy: string;
  @Column(longText) idea: string;
  @Column('timestamptz') proposedAt: Date;
  @Column({ ...codeText, nullable: true }) contributionRole: ContributionRole | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column({ ...codeText, nullable: true }) declineReason: DeclineReason | null;
  @Column({ ...longText, nullable: true }) declineNote: string | null;
  @Column(rowVersion) version: number;
}
