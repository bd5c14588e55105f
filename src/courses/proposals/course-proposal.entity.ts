import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion } from '../../platform/database/column-types.js';

/** TODO course_proposal */
@Entity('course_proposal')
export class CourseProposal {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') proposedBy: string;
  @Column(longText) idea: string;
  @Column('timestamptz') proposedAt: Date;
  @Column({ ...codeText, nullable: true }) contributionRole: string | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column({ ...codeText, nullable: true }) declineReason: string | null;
  @Column({ ...longText, nullable: true }) declineNote: string | null;
  @Column(rowVersion) version: number;
}
