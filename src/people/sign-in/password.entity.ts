import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/**
 * The argon2id hash of a person's password, and the card that it was set with while that counts. Without a hash there was
 * one: the account is in use.
 */
@Entity('credential')
export class Password {
  @PrimaryColumn('uuid') personId: string;
  @Column({ ...shortText, nullable: true }) passwordHash: string | null;
  @Column('timestamptz') changedAt: Date;
  @Column('uuid', { nullable: true }) cardId: string | null;
}

/**
 * A card from staff, with whose code somebody without an e-mail address sets a password once. For an account in use it
 * needs a second person, and marks the sign-ins by its password.
 */
@Entity('password_card')
export class PasswordCard {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('bytea') hash: Buffer;
  @Column('boolean') needsSecond: boolean;
  /** What the setting of the college was: shortening it later opens nothing. */
  @Column('integer') sealedDays: number;
  @Column('uuid') madeBy: string;
  @Column('timestamptz') madeAt: Date;
  @Column('uuid', { nullable: true }) confirmedBy: string | null;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  @Column('timestamptz') expiresAt: Date;
  @Column('integer') tries: number;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
  @Column({ ...codeText, nullable: true }) toldHow: CardTelling | null;
  @Column('uuid', { nullable: true }) toldBy: string | null;
  @Column('timestamptz', { nullable: true }) toldAt: Date | null;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** How somebody came to know that a card for their account was used. */
export const cardTellings = ['in_person', 'by_letter', 'inside'] as const;
export type CardTelling = (typeof cardTellings)[number];

/** The hash of the password that counted before a card was used, for as long as it goes on. */
@Entity('earlier_password')
export class EarlierPassword {
  @PrimaryColumn('uuid') personId: string;
  @Column('uuid') cardId: string;
  @Column(shortText) passwordHash: string;
  @Column('timestamptz') until: Date;
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
