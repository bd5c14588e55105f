import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';

/** The argon2id hash of a person's password. */
@Entity('credential')
export class Password {
  @PrimaryColumn('uuid') personId: string;
  @Column(shortText) passwordHash: string;
  @Column('timestamptz') changedAt: Date;
}

/** The code on a card from staff, with which somebody without an e-mail address sets a password once. */
@Entity('first_password_code')
export class FirstPasswordCode {
  @PrimaryColumn('uuid') personId: string;
  @Column('bytea') hash: Buffer;
  @Column('uuid') madeBy: string;
  @Column('timestamptz') madeAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('integer') tries: number;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}

/** A request by e-mail that only the owner of the address can complete. */
@Entity('one_time_link')
export class OneTimeLink {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) purpose: 'sign_up' | 'password_reset';
  @Column(shortText) email: string;
  @Column(shortText) emailCanonical: string;
  @Column({ ...shortText, nullable: true }) chosenName: string | null;
  @Column({ ...shortText, nullable: true }) passwordHash: string | null;
  @Column('timestamptz') requestedAt: Date;
  @Column('bytea', { nullable: true }) secretHash: Buffer | null;
  @Column('timestamptz', { nullable: true }) expiresAt: Date | null;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
