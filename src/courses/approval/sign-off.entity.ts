import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed } from '../../platform/database/column-types.js';

/** TODO sign_off */
@Entity('sign_off')
export class SignOff {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') contributorId: string;
  @Column('uuid') personId: string;
  @Column(codeText) asRole: string;
  @Column(codeText) contentHash: string;
  @Column('timestamptz') signedAt: Date;
  @Column('timestamptz', { nullable: true }) withdrawnAt: Date | null;
  @Column('timestamptz', { nullable: true }) voidedAt: Date | null;
  @Column({ type: 'text', nullable: true, ...computed }) standing: string | null;
}
