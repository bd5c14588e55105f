import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../database/column-types.js';

/** TODO event */
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
  @Column('jsonb') refs: unknown;
}

/** TODO event_seal */
@Entity('event_seal')
export class EventSeal {
  @PrimaryColumn('integer') number: number;
  @Column('text') previous: string;
  @Column('text') hash: string;
  @Column('integer') events: number;
  @Column('timestamptz') through: Date;
  @Column('timestamptz') sealedAt: Date;
}

/** TODO event_sealed */
@Entity('event_sealed')
export class EventSealed {
  @PrimaryColumn('uuid') eventId: string;
  @Column('integer') seal: number;
}
