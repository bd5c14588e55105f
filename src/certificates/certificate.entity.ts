import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../platform/database/column-types.js';
import type { CertificateKind, CertificateState, PrintedContent } from './certificate.rules.js';

/** A numbered paper that the college issued to somebody about a subject, and whether it still stands. */
@Entity('certificate')
export class Certificate {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) kind: CertificateKind;
  @Column(codeText) number: string;
  @Column('uuid') personId: string;
  @Column('uuid') subjectId: string;
  @Column(codeText) contentHash: string;
  /** SHA-256 of what leads from the paper to its page. */
  @Column('bytea') verifyHash: Buffer;
  @Column(codeText) state: CertificateState;
  @Column('uuid', { nullable: true }) replacesId: string | null;
  @Column('timestamptz') issuedAt: Date;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** What is printed on a certificate, frozen at its issue. */
@Entity('certificate_print')
export class CertificatePrint {
  @PrimaryColumn('uuid') certificateId: string;
  @Column('jsonb') content: PrintedContent;
}

/** What leads from a certificate to its page, to be printed again. In the clear only until a night has sealed it. */
@Entity('certificate_address')
export class CertificateAddress {
  @PrimaryColumn('uuid') certificateId: string;
  @Column('bytea', { nullable: true }) sealed: Buffer | null;
  @Column({ ...codeText, nullable: true }) token: string | null;
}
