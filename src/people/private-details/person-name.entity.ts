import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, sealedText } from '../../platform/database/column-types.js';
import type { PrintedName } from './names.rules.js';

/** The names of a person beside the chosen one, sealed, and which of all stands on paper (BR-158). */
@Entity('person_name')
export class PersonName {
  @PrimaryColumn('uuid') personId: string;
  @Column('uuid', { nullable: true }) keyId: string | null;
  @Column({ ...sealedText, nullable: true }) legal: Buffer | null;
  @Column({ ...sealedText, nullable: true }) custom: Buffer | null;
  @Column(codeText) printed: PrintedName;
  @Column(rowVersion) version: number;
}
