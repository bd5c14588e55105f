import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO external_ce_claim */
@Entity('external_ce_claim')
export class ExternalCeClaim {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(shortText) provider: string;
  @Column(shortText) title: string;
  @Column('date') startsOn: string;
  @Column('date') endsOn: string;
  @Column('integer') minutes: number;
  @Column(codeText) category: string;
  @Column(codeText) mode: string;
  @Column('boolean') monitored: boolean;
  @Column(codeText) kind: string;
  @Column({ ...longText, nullable: true }) objectives: string | null;
  @Column({ ...shortText, nullable: true }) presenter: string | null;
  @Column(codeText) fingerprint: string;
  @Column(codeText) state: string;
  @Column('timestamptz') submittedAt: Date;
  @Column('integer', { nullable: true }) acceptedMinutes: number | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column({ ...longText, nullable: true }) reasons: string | null;
  @Column({ ...longText, nullable: true }) appeal: string | null;
  @Column('timestamptz', { nullable: true }) appealedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** TODO ce_evidence_file */
@Entity('ce_evidence_file')
export class CeEvidenceFile {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid', { nullable: true }) claimId: string | null;
  @Column('uuid') fileId: string;
  @Column('uuid') keyId: string;
  @Column('bytea') sealedKey: Buffer;
  @Column(codeText) mediaType: string;
  @Column('integer') size: number;
  @Column('timestamptz') addedAt: Date;
}
