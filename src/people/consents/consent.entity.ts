import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';

/** TODO consent */
@Entity('consent')
export class Consent {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) purpose: string;
  @Column('integer') number: number;
  @Column(codeText) state: string;
  @Column('integer') textVersion: number;
  @Column(codeText) method: string;
  @Column('timestamptz') saidAt: Date;
}
