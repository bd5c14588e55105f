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
  @Column('bytea', { nullable: true }) network: Buffer | null;
  /** The card whose password it was begun with. */
  @Column('uuid', { nullable: true }) cardId: string | null;
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
