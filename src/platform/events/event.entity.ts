import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed } from '../database/column-types.js';
import type { Happening } from './events.js';

/** Something that happened: ids and state names. Append-only. */
@Entity('event')
export class Event {
  @PrimaryColumn('uuid') id: string;
  /**
   * The order of events: of one subject, that of the lock under which they were recorded, whatever clocks said. 0 for
   * what was recorded before events had numbers, in the order of `at` and `id`.
   */
  @Column({ type: 'bigint', ...computed }) number: string;
  /** When, by the clock of the process that recorded it. */
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
