import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';

/** TODO report */
@Entity('report')
export class Report {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) kind: string;
  @Column(codeText) period: string;
  @Column(shortText) label: string;
  @Column('date') fromOn: string;
  @Column('date') toOn: string;
  @Column('integer') definitionVersion: number;
  @Column('text') document: string;
  @Column('jsonb') hidden: unknown;
  @Column(codeText) hash: string;
  @Column('timestamptz') madeAt: Date;
}

/** TODO report_part */
@Entity('report_part')
export class ReportPart {
  @PrimaryColumn(codeText) unit: string;
  @PrimaryColumn('date') fromOn: string;
  @PrimaryColumn('date') toOn: string;
  @Column('jsonb') counts: unknown;
  @Column('timestamptz') countedAt: Date;
}
