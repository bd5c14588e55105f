import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../platform/database/column-types.js';

/** TODO certificate */
@Entity('certificate')
export class Certificate {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) kind: string;
  @Column(codeText) number: string;
  @Column('uuid') personId: string;
  @Column('uuid') subjectId: string;
  @Column(codeText) contentHash: string;
  @Column(codeText) verifyToken: string;
  @Column(codeText) state: string;
  @Column('uuid', { nullable: true }) replacesId: string | null;
  @Column('timestamptz') issuedAt: Date;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** TODO certificate_print */
@Entity('certificate_print')
export class CertificatePrint {
  @PrimaryColumn('uuid') certificateId: string;
  @Column('jsonb') content: unknown;
}
