import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MessageKind, MessageState } from './message.rules.js';
import type { AutomaticChannel, SuppressionReason } from './safe-contact.rules.js';

/** The intention to tell one person one thing, once. */
@Entity('message')
export class Message {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('text') kind: MessageKind;
  @Column('uuid', { name: 'subject_id' }) subjectId: string;
  @Column('text') occasion: string;
  @Column('boolean') requested: boolean;
  @Column('timestamptz', { name: 'planned_at' }) plannedAt: Date;
  @Column('timestamptz', { name: 'not_after' }) notAfter: Date;
  @Column('text') state: MessageState;
  @Column('text', { name: 'suppressed_because', nullable: true }) suppressedBecause: SuppressionReason | null;
  @Column('text', { nullable: true }) channel: AutomaticChannel | null;
  @Column('boolean', { nullable: true }) discreet: boolean | null;
  @Column('int') attempts: number;
  @Column('timestamptz', { name: 'attempted_at', nullable: true }) attemptedAt: Date | null;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt: Date | null;
  @Column('timestamptz', { name: 'in_inbox_at', nullable: true }) inInboxAt: Date | null;
  @Column('timestamptz', { name: 'read_at', nullable: true }) readAt: Date | null;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}
