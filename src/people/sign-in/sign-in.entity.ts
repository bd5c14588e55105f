import { Column, Entity, PrimaryColumn } from 'typeorm';
import { shortText } from '../../platform/database/column-types.js';

/** A person signed in on one device, until it ends or expires. */
@Entity('sign_in')
export class SignIn {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column({ ...shortText, nullable: true }) device: string | null;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz') lastUsedAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column('timestamptz', { nullable: true }) provedAt: Date | null;
  @Column('boolean') withFactor: boolean;
  @Column('boolean') shared: boolean;
  /** The card whose password it was begun with. */
  @Column('uuid', { nullable: true }) cardId: string | null;
  /** The token of the device that it began on: the one it showed, or the one it was given. */
  @Column('bytea', { nullable: true }) deviceToken: Buffer | null;
}

/** That somebody signed in on a device before, which it proves with a secret; only the secret's hash is kept. */
@Entity('device_token')
export class DeviceToken {
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid') personId: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') lastUsedAt: Date;
  @Column('timestamptz') expiresAt: Date;
}

/** One link in the chain of tokens that keep a sign-in going; each is used once. */
@Entity('refresh_token')
export class RefreshToken {
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid') signInId: string;
  @Column('integer') generation: number;
  @Column('timestamptz') issuedAt: Date;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
