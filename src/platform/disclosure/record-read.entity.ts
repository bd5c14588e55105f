import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../database/column-types.js';

/** TODO record_read */
@Entity('record_read')
export class RecordRead {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz') at: Date;
  @Column('uuid') readerId: string;
  @Column('text', { array: true }) actingRoles: string[];
  @Column(codeText) kind: string;
  @Column(codeText) reason: string;
  @Column(codeText) outcome: string;
  @Column('uuid', { nullable: true }) recordId: string | null;
  @Column('uuid', { array: true }) subjectIds: string[];
  @Column(codeText) requestId: string;
}
