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

/** One link of the chain over the event log: a hash over the seal before it and over the events that it covers. */
@Entity('event_seal')
export class EventSeal {
  @PrimaryColumn('integer') number: number;
  @Column('text') previous: string;
  @Column('text') hash: string;
  /** How many events it covers. */
  @Column('integer') events: number;
  /** Everything up to here was sealed, but for what was being committed. */
  @Column('timestamptz') through: Date;
  @Column('timestamptz') sealedAt: Date;
}

/** Which seal covers an event. */
@Entity('event_sealed')
export class EventSealed {
  @PrimaryColumn('uuid') eventId: string;
  @Column('integer') seal: number;
}
