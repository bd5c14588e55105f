import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { ConfirmationWay, ContactChangeKind, ContactChangeState, Preference } from './contact-change.rules.js';

/** A wider preference or another address that waits to be confirmed on a way that was safe before (BR-149). */
@Entity('contact_change')
export class ContactChange {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: ContactChangeKind;
  @Column(codeText) state: ContactChangeState;
  @Column(codeText) way: ConfirmationWay;
  @Column('jsonb', { nullable: true }) wish: Preference | null;
  @Column({ ...shortText, nullable: true }) newEmail: string | null;
  @Column({ ...shortText, nullable: true }) newEmailCanonical: string | null;
  @Column('timestamptz') requestedAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('bytea', { nullable: true }) codeHash: Buffer | null;
  @Column('timestamptz', { nullable: true }) codeExpiresAt: Date | null;
  @Column('integer') tries: number;
  @Column('timestamptz', { nullable: true }) agreedAt: Date | null;
  @Column('uuid', { nullable: true }) agreedBy: string | null;
  @Column({ ...shortText, nullable: true }) agreedBecause: string | null;
  @Column('bytea', { nullable: true }) linkHash: Buffer | null;
  @Column('timestamptz', { nullable: true }) linkExpiresAt: Date | null;
  @Column(rowVersion) version: number;
}
