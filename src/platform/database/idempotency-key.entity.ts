import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, shortText } from './column-types.js';

/** TODO idempotency_key */
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
