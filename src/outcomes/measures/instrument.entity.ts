import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO instrument */
@Entity('instrument')
export class Instrument {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) code: string;
  @Column(codeText) edition: string;
  @Column(shortText) name: string;
  @Column('integer') itemCount: number;
  @Column('integer') unscoredItems: number;
  @Column('integer') itemMin: number;
  @Column('integer') itemMax: number;
  @Column(codeText) scoring: string;
  @Column('numeric', { precision: 6, scale: 2, array: true, nullable: true }) conversion: string[] | null;
  @Column('jsonb') thresholds: unknown;
  @Column('text', { array: true }) modes: string[];
  @Column('boolean') licenceRequired: boolean;
  @Column({ ...shortText, nullable: true }) licenceReference: string | null;
  @Column({ ...shortText, nullable: true }) licenceHolder: string | null;
  @Column('date', { nullable: true }) licenceExpiresOn: string | null;
  @Column({ ...longText, nullable: true }) copyrightStatement: string | null;
  @Column('jsonb', { nullable: true }) itemTexts: unknown;
  @Column(codeText) state: string;
  @Column(rowVersion) version: number;
}
