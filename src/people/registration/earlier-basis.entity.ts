import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';
import type { EligibilityBasis } from './registration.rules.js';

/** Through which year somebody counts by what they had said of themselves, before they said something else (BR-195). */
@Entity('earlier_basis')
export class EarlierBasis {
  @PrimaryColumn('uuid') personId: string;
  @PrimaryColumn('integer') throughYear: number;
  @Column(codeText) eligibilityBasis: EligibilityBasis;
}
