import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, sealedText, shortText } from '../../platform/database/column-types.js';
import type { LimitOfConfidence } from './emergency-contact.rules.js';

/** Whom to call when a person is in danger, sealed (BR-150). */
@Entity('emergency_contact')
export class EmergencyContact {
  @PrimaryColumn('uuid') personId: string;
  @Column('uuid') keyId: string;
  @Column(sealedText) sealed: Buffer;
  @Column('boolean') knowsAboutCollege: boolean;
  @Column(rowVersion) version: number;
}

/** That somebody opened the emergency contact of a person, when and for which limit of confidence (BR-151). */
@Entity('emergency_contact_use')
export class EmergencyContactUse {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') usedBy: string;
  /** What they were called then (BR-217). */
  @Column({ ...shortText, nullable: true }) usedByName: string | null;
  @Column(codeText) reason: LimitOfConfidence;
  @Column('timestamptz') usedAt: Date;
}
