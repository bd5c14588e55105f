import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../platform/database/column-types.js';
import type { MessageKind, MessageState } from './message.rules.js';
import type { AutomaticChannel, SuppressionReason } from './safe-contact.rules.js';

/** The intention to tell one person one thing, once. */
@Entity('message')
export class Message {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: MessageKind;
  @Column('uuid') subjectId: string;
  @Column(codeText) occasion: string;
  @Column('boolean') requested: boolean;
  @Column('timestamptz') plannedAt: Date;
  @Column('timestamptz') notAfter: Date;
  /** The zone of what it is about, where it tells a time; null for the college's. */
  @Column({ ...codeText, nullable: true }) timeZone: string | null;
  @Column(codeText) state: MessageState;
  @Column({ ...codeText, nullable: true }) suppressedBecause: SuppressionReason | null;
  @Column({ ...codeText, nullable: true }) channel: AutomaticChannel | null;
  @Column('boolean', { nullable: true }) discreet: boolean | null;
  @Column('integer') attempts: number;
  @Column('timestamptz', { nullable: true }) attemptedAt: Date | null;
  @Column('timestamptz', { nullable: true }) sentAt: Date | null;
  @Column('timestamptz', { nullable: true }) inInboxAt: Date | null;
  @Column('timestamptz', { nullable: true }) readAt: Date | null;
  @Column(rowVersion) version: number;
}
