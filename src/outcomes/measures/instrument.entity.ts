import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { ThresholdDto } from './instrument.dto.js';
import type { InstrumentState, MeasureMode, Scoring } from './instrument.rules.js';

/** An edition of a published questionnaire: how it is scored, and under which licence it may be used. */
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
  @Column(codeText) scoring: Scoring;
  @Column('numeric', { precision: 6, scale: 2, array: true, nullable: true }) conversion: string[] | null;
  @Column('jsonb') thresholds: ThresholdDto[];
  @Column('text', { array: true }) modes: MeasureMode[];
  @Column('boolean') licenceRequired: boolean;
  @Column({ ...shortText, nullable: true }) licenceReference: string | null;
  @Column({ ...shortText, nullable: true }) licenceHolder: string | null;
  @Column('date', { nullable: true }) licenceExpiresOn: string | null;
  @Column({ ...longText, nullable: true }) copyrightStatement: string | null;
  @Column('jsonb', { nullable: true }) itemTexts: string[] | null;
  @Column(codeText) state: InstrumentState;
  @Column(rowVersion) version: number;
}
