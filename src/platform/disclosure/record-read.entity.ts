import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../database/column-types.js';
import type { Role } from '../actor.js';
import type { ReadOutcome } from './disclosure-log.service.js';

/** That somebody read the records of other people, or was refused: when, in which roles and what for (BR-163). */
@Entity('record_read')
export class RecordRead {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz') at: Date;
  @Column('uuid') readerId: string;
  @Column('text', { array: true }) actingRoles: Role[];
  @Column(codeText) kind: string;
  @Column(codeText) reason: string;
  @Column(codeText) outcome: ReadOutcome;
  @Column('uuid', { nullable: true }) recordId: string | null;
  @Column('uuid', { array: true }) subjectIds: string[];
  @Column(codeText) requestId: string;
}
