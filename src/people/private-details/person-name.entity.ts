import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, sealedText } from '../../platform/database/column-types.js';

/** TODO person_name */
@Entity('person_name')
export class PersonName {
  @PrimaryColumn('uuid') personId: string;
  @Column('uuid', { nullable: true }) keyId: string | null;
  @Column({ ...sealedText, nullable: true }) legal: Buffer | null;
  @Column({ ...sealedText, nullable: true }) custom: Buffer | null;
  @Column(codeText) printed: string;
  @Column(rowVersion) version: number;
}
