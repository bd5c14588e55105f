import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EligibilityBasis, RegistrationState } from './registration.rules.js';
import type { SafeChannels } from '../contact/safe-channels.dto.js';

/** Being a student of the college, once (BR-42). */
@Entity('registration')
export class Registration {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @Column('text') state: RegistrationState;
  @Column('text', { name: 'eligibility_basis', nullable: true }) eligibilityBasis: EligibilityBasis | null;
  @Column('text', { name: 'residence_area', nullable: true }) residenceArea: string | null;
  @Column('text', { name: 'heard_from', nullable: true }) heardFrom: string | null;
  @Column('int', { name: 'charter_version', nullable: true }) charterVersion: number | null;
  @Column('timestamptz', { name: 'charter_accepted_at', nullable: true }) charterAcceptedAt: Date | null;
  @Column('boolean', { name: 'welcome_conversation_wanted' }) welcomeConversationWanted: boolean;
  @Column('timestamptz', { name: 'activated_at', nullable: true }) activatedAt: Date | null;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}

/** How a person may safely be reached, from one moment on. Append-only: each change is a new version. */
@Entity('safe_contact')
export class SafeContact {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('int') version: number;
  @Column('jsonb') channels: SafeChannels;
  @Column('boolean') discreet: boolean;
  @Column('boolean', { name: 'learner_will_initiate' }) learnerWillInitiate: boolean;
  @Column('timestamptz', { name: 'confirmed_at' }) confirmedAt: Date;
  /** The confirmed change that made it wider than the one before. */
  @Column('uuid', { name: 'change_id', nullable: true }) changeId: string | null;
}
