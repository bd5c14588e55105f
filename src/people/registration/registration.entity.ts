import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { EligibilityBasis, RegistrationState } from './registration.rules.js';

/** Being a student of the college, once (BR-42). */
@Entity('registration')
export class Registration {
  @PrimaryColumn('uuid') personId: string;
  @Column(codeText) state: RegistrationState;
  @Column({ ...codeText, nullable: true }) eligibilityBasis: EligibilityBasis | null;
  @Column({ ...shortText, nullable: true }) residenceArea: string | null;
  @Column({ ...shortText, nullable: true }) heardFrom: string | null;
  @Column('integer', { nullable: true }) charterVersion: number | null;
  @Column({ ...codeText, nullable: true }) charterLanguage: string | null;
  @Column('timestamptz', { nullable: true }) charterAcceptedAt: Date | null;
  /** Since when a welcome conversation is wished for; null where none is. */
  @Column('timestamptz', { nullable: true }) welcomeConversationAskedAt: Date | null;
  @Column('timestamptz', { nullable: true }) activatedAt: Date | null;
  @Column(rowVersion) version: number;
}
