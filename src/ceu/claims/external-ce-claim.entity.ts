import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { CreditKind } from '../ledger/ce-credit.rules.js';
import type { ClaimMode, ClaimState } from './ce-claim.rules.js';

/** Somebody claims credit for an event elsewhere. */
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
  @Column(codeText) mode: ClaimMode;
  @Column('boolean') monitored: boolean;
  @Column(codeText) kind: CreditKind;
  @Column({ ...longText, nullable: true }) objectives: string | null;
  @Column({ ...shortText, nullable: true }) presenter: string | null;
  @Column(codeText) fingerprint: string;
  @Column(codeText) state: ClaimState;
  @Column('timestamptz') submittedAt: Date;
  @Column('integer', { nullable: true }) acceptedMinutes: number | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column({ ...longText, nullable: true }) reasons: string | null;
  @Column({ ...longText, nullable: true }) appeal: string | null;
  @Column('timestamptz', { nullable: true }) appealedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** A certificate from elsewhere, sealed with a key of the person who claims; without a claim for a day at most. */
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
