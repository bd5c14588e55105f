import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { PriorityBasis } from './priority.rules.js';

/** A tier of the queue, with the published reason why it is asked before others (BR-49). */
@Entity('priority_tier')
export class PriorityTier {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') tier: number;
  @Column(codeText) basis: PriorityBasis;
  @Column(shortText) reason: string;
  @Column('uuid', { nullable: true }) createdBy: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column(rowVersion) version: number;
}
