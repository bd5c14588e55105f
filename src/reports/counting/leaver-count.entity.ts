import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';

/**
 * What people who were erased did, added up over all of them, as far as a report will still have to count it (BR-195). A
 * day is the middle of a part of the time; `-` stands for no mode and no strand.
 */
@Entity('leaver_count')
export class LeaverCount {
  @PrimaryColumn(codeText) unit: 'registrations' | 'enrolments' | 'places' | 'learners';
  @PrimaryColumn('date', { array: true }) days: string[];
  /** What they counted as, in each of the days. */
  @PrimaryColumn('text', { array: true }) bases: string[];
  @PrimaryColumn(codeText) mode: string;
  @PrimaryColumn(shortText) strand: string;
  @PrimaryColumn(codeText) outcome: string;
  @Column('integer') count: number;
  @Column('integer') minutes: number;
}
