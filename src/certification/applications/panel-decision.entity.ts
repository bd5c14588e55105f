import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText } from '../../platform/database/column-types.js';

/** TODO panel_decision */
@Entity('panel_decision')
export class PanelDecision {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') applicationId: string;
  @Column('uuid') personId: string;
  @Column(codeText) about: string;
  @Column(codeText) outcome: string;
  @Column({ ...codeText, nullable: true }) grade: string | null;
  @Column({ ...longText, nullable: true }) reasons: string | null;
  @Column('date', { nullable: true }) appealUntil: string | null;
  @Column('date') decidedOn: string;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}

/** TODO panel_member */
@Entity('panel_member')
export class PanelMember {
  @PrimaryColumn('uuid') decisionId: string;
  @Column('uuid') applicantId: string;
  @PrimaryColumn('uuid') personId: string;
  @Column('boolean') livedExperience: boolean;
}
