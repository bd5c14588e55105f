import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText } from '../../platform/database/column-types.js';
import type { Grade } from '../schemes/scheme.rules.js';
import type { AppealOutcome, PanelOutcome } from './panel.rules.js';

/** What a panel decided on an application or on an appeal. */
@Entity('panel_decision')
export class PanelDecision {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') applicationId: string;
  @Column('uuid') personId: string;
  @Column(codeText) about: 'application' | 'appeal';
  @Column(codeText) outcome: PanelOutcome | AppealOutcome;
  @Column({ ...codeText, nullable: true }) grade: Grade | null;
  @Column({ ...longText, nullable: true }) reasons: string | null;
  @Column('date', { nullable: true }) appealUntil: string | null;
  @Column('date') decidedOn: string;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}

/** Somebody sat on the panel that decided. */
@Entity('panel_member')
export class PanelMember {
  @PrimaryColumn('uuid') decisionId: string;
  @Column('uuid') applicantId: string;
  @PrimaryColumn('uuid') personId: string;
  /** Null once they were erased. */
  @Column('boolean', { nullable: true }) livedExperience: boolean | null;
}
