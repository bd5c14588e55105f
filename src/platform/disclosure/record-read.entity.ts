import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed, shortText } from '../database/column-types.js';
import type { Role } from '../actor.js';
import type { ReadOutcome } from './disclosure-log.service.js';

/** That somebody read the records of other people, or was refused: when, in which roles and what for (BR-163). */
@Entity('record_read')
export class RecordRead {
  @PrimaryColumn('uuid') id: string;
  /** The order of readings; 0 for those before there were numbers, in the order of `at` and `id`. */
  @Column({ type: 'bigint', ...computed }) number: string;
  @Column('timestamptz') at: Date;
  /** Goes with the row, so that nobody can find out from its hash what stood there. */
  @Column('uuid') salt: string;
  @Column('uuid') readerId: string;
  /** What the member of staff was called then; null for everybody else (BR-138, BR-217). */
  @Column({ ...shortText, nullable: true }) readerName: string | null;
  @Column('text', { array: true }) actingRoles: Role[];
  @Column(codeText) kind: string;
  @Column(codeText) reason: string;
  @Column(codeText) outcome: ReadOutcome;
  @Column('uuid', { nullable: true }) recordId: string | null;
  @Column('uuid', { array: true }) subjectIds: string[];
  @Column(codeText) requestId: string;
}
