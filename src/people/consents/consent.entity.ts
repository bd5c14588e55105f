import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';
import type { ConsentMethod, ConsentPurpose, ConsentState } from './consent.rules.js';

/** What a person said once about one purpose. Append-only: the last one counts (BR-142). */
@Entity('consent')
export class Consent {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) purpose: ConsentPurpose;
  @Column('integer') number: number;
  @Column(codeText) state: Exclude<ConsentState, 'superseded'>;
  @Column('integer') textVersion: number;
  @Column(codeText) method: ConsentMethod;
  @Column('timestamptz') saidAt: Date;
}
