import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, shortText } from './column-types.js';

/** What a call with a retry key made, so that the same call does not make it twice. */
@Entity('idempotency_key')
export class IdempotencyKey {
  @PrimaryColumn('uuid') personId: string;
  @PrimaryColumn(codeText) method: string;
  @PrimaryColumn(longText) path: string;
  @PrimaryColumn(shortText) key: string;
  @Column(codeText) fingerprint: string;
  @Column('uuid') resourceId: string;
  @Column('timestamptz') createdAt: Date;
}
