import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, sealedText } from '../../platform/database/column-types.js';

/** TODO emergency_contact */
@Entity('emergency_contact')
export class EmergencyContact {
  @PrimaryColumn('uuid') personId: string;
  @Column('uuid') keyId: string;
  @Column(sealedText) sealed: Buffer;
  @Column('boolean') knowsAboutCollege: boolean;
  @Column(rowVersion) version: number;
}

/** TODO emergency_contact_use */
@Entity('emergency_contact_use')
export class EmergencyContactUse {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') usedBy: string;
  @Column(codeText) reason: string;
  @Column('timestamptz') usedAt: Date;
}
