import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../database/column-types.js';
import type { LogName } from './sealed-log.js';

/** One link of the chain over a log: a hash over the seal before it and over the rows that it covers. */
@Entity('seal')
export class Seal {
  @PrimaryColumn(codeText) log: LogName;
  @PrimaryColumn('integer') number: number;
  @Column('text') previous: string;
  @Column('text') hash: string;
  /** How many rows it covers. */
  @Column('integer') covers: number;
  /** Everything up to here was sealed, but for what was being committed. */
  @Column('timestamptz') through: Date;
  @Column('timestamptz') sealedAt: Date;
}

/** Which seal covers a row, and what stays of the row when it goes. Events that were sealed first have neither time nor hash. */
@Entity('sealed')
export class Sealed {
  @PrimaryColumn(codeText) log: LogName;
  @PrimaryColumn('uuid') rowId: string;
  @Column('integer') seal: number;
  @Column('timestamptz', { nullable: true }) at: Date | null;
  @Column('text', { nullable: true }) hash: string | null;
}
