import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO contact_change */
@Entity('contact_change')
export class ContactChange {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: string;
  @Column(codeText) state: string;
  @Column(codeText) way: string;
  @Column('jsonb', { nullable: true }) wish: unknown;
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
