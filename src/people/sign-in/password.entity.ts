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

/**
 * What a stranger asked for under an address or a number, known here or not: a letter with a code, or a try with a
 * recovery code (used where it was right).
 */
@Entity('one_time_link')
export class OneTimeLink {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) purpose: 'sign_up' | 'password_reset' | 'recovery_code';
  @Column(shortText) email: string;
  @Column(shortText) emailCanonical: string;
  @Column({ ...shortText, nullable: true }) chosenName: string | null;
  @Column('timestamptz') requestedAt: Date;
  @Column('bytea', { nullable: true }) secretHash: Buffer | null;
  @Column('timestamptz', { nullable: true }) expiresAt: Date | null;
  /** When the letter with its code was given to the mail server, for the first time. */
  @Column('timestamptz', { nullable: true }) deliveredAt: Date | null;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
