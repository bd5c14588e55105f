import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, sealedText } from '../../platform/database/column-types.js';
import type { SupportNeedKind } from './support-need.rules.js';

/** Something that helps a person to take part, in their own words, sealed. */
@Entity('support_need')
export class SupportNeed {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: SupportNeedKind;
  @Column('uuid') keyId: string;
  @Column(sealedText) sealed: Buffer;
  @Column('boolean') shared: boolean;
  @Column('date') fromOn: string;
  @Column('date', { nullable: true }) toOn: string | null;
  @Column('timestamptz') addedAt: Date;
  @Column(rowVersion) version: number;
}
