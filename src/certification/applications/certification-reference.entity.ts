import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { ReferenceKind } from '../schemes/scheme.rules.js';
import type { ReferenceState } from './reference.rules.js';

/** A reference that an applicant asked somebody for, and what came back. */
@Entity('certification_reference')
export class CertificationReference {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') applicationId: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: ReferenceKind;
  @Column(shortText) refereeName: string;
  @Column(shortText) refereeEmail: string;
  @Column(codeText) state: ReferenceState;
  @Column('timestamptz') askedAt: Date;
  @Column('bytea', { nullable: true }) secretHash: Buffer | null;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) receivedAt: Date | null;
  @Column('date', { nullable: true }) workedTogetherUntil: string | null;
  @Column('boolean', { nullable: true }) recommends: boolean | null;
  @Column({ ...longText, nullable: true }) statement: string | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column(rowVersion) version: number;
}
