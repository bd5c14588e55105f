import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../../platform/actor.js';

/** A human being with one account. Erasing leaves a tombstone: the id, and nothing else. */
@Entity('person')
export class Person {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { name: 'chosen_name', nullable: true }) chosenName: string | null;
  @Column('text', { nullable: true }) pronouns: string | null;
  @Column('text', { nullable: true }) email: string | null;
  @Column('text', { name: 'email_canonical', nullable: true }) emailCanonical: string | null;
  @Column('timestamptz', { name: 'email_confirmed_at', nullable: true }) emailConfirmedAt: Date | null;
  @Column('text', { name: 'sign_in_number', nullable: true }) signInNumber: string | null;
  @Column('date', { name: 'date_of_birth', nullable: true }) dateOfBirth: string | null;
  @Column('text', { array: true }) languages: string[];
  @Column('boolean', { default: false }) demo: boolean;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}

/** The argon2id hash of a person's password. */
@Entity('credential')
export class Password {
  @PrimaryColumn('uuid', { name: 'person_id' }) personId: string;
  @Column('text', { name: 'password_hash' }) passwordHash: string;
  @Column('timestamptz', { name: 'changed_at' }) changedAt: Date;
}

/** A role from the moment it was given until it ended. */
@Entity('role_grant')
export class RoleGrant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'person_id' }) personId: string;
  @Column('text') role: Role;
  @Column('uuid', { name: 'granted_by', nullable: true }) grantedBy: string | null;
  @Column('timestamptz', { name: 'granted_at' }) grantedAt: Date;
  @Column('uuid', { name: 'ended_by', nullable: true }) endedBy: string | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: Date | null;
}

export const linkPurposes = ['sign_up', 'password_reset'] as const;

/** A request by e-mail that only the owner of the address can complete. */
@Entity('one_time_link')
export class OneTimeLink {
  @PrimaryColumn('uuid') id: string;
  @Column('text') purpose: (typeof linkPurposes)[number];
  @Column('text') email: string;
  @Column('text', { name: 'email_canonical' }) emailCanonical: string;
  @Column('text', { name: 'chosen_name', nullable: true }) chosenName: string | null;
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash: string | null;
  @Column('timestamptz', { name: 'requested_at' }) requestedAt: Date;
  @Column('bytea', { name: 'secret_hash', nullable: true }) secretHash: Buffer | null;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: Date | null;
  @Column('timestamptz', { name: 'used_at', nullable: true }) usedAt: Date | null;
}
