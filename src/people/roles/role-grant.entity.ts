import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';
import type { Role } from '../../platform/actor.js';
import type { RoleRequestState } from './role.rules.js';

/** A role from the moment it was given until it ended. */
@Entity('role_grant')
export class RoleGrant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) role: Role;
  @Column('uuid', { nullable: true }) grantedBy: string | null;
  @Column('timestamptz') grantedAt: Date;
  @Column('uuid', { nullable: true }) endedBy: string | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
}

/** A role that an administrator asked a second one to confirm, or the end of one. */
@Entity('role_request')
export class RoleRequest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) role: Role;
  /** Whether it is asked that the role ends. */
  @Column('boolean') ending: boolean;
  @Column('uuid') askedBy: string;
  @Column('timestamptz') askedAt: Date;
  @Column(codeText) state: RoleRequestState;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
}
