import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';
import type { AccountTraceKind } from './account-trace.rules.js';

/** In this hour something did not work at an account, which need not exist. */
@Entity('account_trace')
export class AccountTrace {
  @PrimaryColumn('uuid') id: string;
  /** A keyed hash of the name that was given. */
  @Column('bytea') account: Buffer;
  @Column(codeText) kind: AccountTraceKind;
  @Column('timestamptz') hour: Date;
  /** Whose account it is; null where it is nobody's. */
  @Column('uuid', { nullable: true }) personId: string | null;
}
