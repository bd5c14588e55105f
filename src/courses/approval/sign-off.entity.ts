import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed } from '../../platform/database/column-types.js';
import type { SigningRole } from '../co-production/contributor.rules.js';

/** One contributor's word, for one kind of experience, that this content of a version is right. */
@Entity('sign_off')
export class SignOff {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') contributorId: string;
  @Column('uuid') personId: string;
  @Column(codeText) asRole: SigningRole;
  @Column(codeText) contentHash: string;
  @Column('timestamptz') signedAt: Date;
  @Column('timestamptz', { nullable: true }) withdrawnAt: Date | null;
  @Column('timestamptz', { nullable: true }) voidedAt: Date | null;
  /** The role it stands for; null once it was withdrawn or voided. */
  @Column({ type: 'text', nullable: true, ...computed }) standing: SigningRole | null;
}
