import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../platform/database/column-types.js';
import type { DataRequestKind, DataRequestState } from './data-request.rules.js';

/** What a person asks the college to do with what it holds about them, until it is answered (BR-160). */
@Entity('data_request')
export class DataRequest {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: DataRequestKind;
  @Column('text', { nullable: true }) wish: string | null;
  @Column(codeText) state: DataRequestState;
  @Column('timestamptz') receivedAt: Date;
  @Column('timestamptz') dueAt: Date;
  @Column('integer', { nullable: true }) extensionDays: number | null;
  @Column('text', { nullable: true }) extensionReason: string | null;
  @Column('timestamptz', { nullable: true }) identityCheckedAt: Date | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text', { nullable: true }) complaintRoute: string | null;
  @Column('uuid', { nullable: true }) handledBy: string | null;
  @Column(rowVersion) version: number;
}
