import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../database/column-types.js';
import type { Happening } from './events.js';

/** Something that happened: ids and state names. Append-only. */
@Entity('event')
export class Event {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz') at: Date;
  @Column('uuid', { nullable: true }) actorId: string | null;
  @Column(codeText) requestId: string;
  @Column(codeText) type: string;
  @Column('uuid') subjectId: string;
  @Column('uuid', { nullable: true }) personId: string | null;
  @Column({ ...codeText, nullable: true }) fromState: string | null;
  @Column({ ...codeText, nullable: true }) toState: string | null;
  @Column('jsonb') refs: NonNullable<Happening['refs']>;
}
