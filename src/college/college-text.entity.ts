import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../platform/database/column-types.js';
import type { TextSection } from './college-text.dto.js';
import type { CollegeTextKind } from './college-text.rules.js';

/** A charter or a privacy notice as it was written once, in one language. Append-only: each stays readable (BR-223). */
@Entity('college_text')
export class CollegeText {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) kind: CollegeTextKind;
  @Column('integer') version: number;
  @Column(codeText) language: string;
  @Column('integer') revision: number;
  @Column(shortText) title: string;
  @Column('jsonb') sections: TextSection[];
  @Column('boolean') material: boolean;
  @Column('uuid') writtenBy: string;
  @Column('timestamptz') writtenAt: Date;
}
