import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SafeChannels } from './safe-channels.dto.js';

/** How a person may safely be reached, from one moment on. Append-only: each change is a new version. */
@Entity('safe_contact')
export class SafeContact {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('integer') version: number;
  @Column('jsonb') channels: SafeChannels;
  @Column('boolean') discreet: boolean;
  @Column('boolean') learnerWillInitiate: boolean;
  /** Whether a letter may open the way to a new password. */
  @Column('boolean') resetByEmail: boolean;
  @Column('timestamptz') confirmedAt: Date;
  /** Whether a restore came after it: then it reaches out again once its owner has confirmed it (BR-191). */
  @Column('boolean') awaitsOwner: boolean;
  /** The confirmed change that made it wider than the one before. */
  @Column('uuid', { nullable: true }) changeId: string | null;
}
