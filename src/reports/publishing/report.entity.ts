import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';
import type { CountedRow } from '../counting/counted-thing.js';
import type { ReportKind } from '../figures.js';

/** The first run of a report about a closed period, served again as it was ever after. */
@Entity('report')
export class Report {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) kind: ReportKind;
  @Column(codeText) period: string;
  @Column(shortText) label: string;
  @Column('date') fromOn: string;
  @Column('date') toOn: string;
  @Column('integer') definitionVersion: number;
  @Column('text') document: string;
  /** By counted thing, the stored names of what the report hid. */
  @Column('jsonb') hidden: Record<string, string[]>;
  @Column(codeText) hash: string;
  @Column('timestamptz') madeAt: Date;
}

/** What was counted of one thing in one part of the time, once and for all. */
@Entity('report_part')
export class ReportPart {
  @PrimaryColumn(codeText) unit: string;
  @PrimaryColumn('date') fromOn: string;
  @PrimaryColumn('date') toOn: string;
  @Column('jsonb') counts: CountedRow[];
  @Column('timestamptz') countedAt: Date;
}
