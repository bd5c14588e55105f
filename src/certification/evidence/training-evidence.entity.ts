import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';

/** Training that somebody says they had; it may serve several certifications. */
@Entity('training_evidence')
export class TrainingEvidence {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(shortText) title: string;
  @Column(shortText) provider: string;
  @Column('date') completedOn: string;
  @Column('integer') minutes: number;
  @Column('integer') liveMinutes: number;
  @Column('integer') ethicsMinutes: number;
  @Column('uuid') recordedBy: string;
  @Column('timestamptz') recordedAt: Date;
}

/** Somebody signed a version of the code of ethics. */
@Entity('ethics_signature')
export class EthicsSignature {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) codeVersion: string;
  @Column('boolean') livedExperience: boolean;
  @Column('timestamptz') signedAt: Date;
}
