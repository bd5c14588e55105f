import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO priority_tier */
@Entity('priority_tier')
export class PriorityTier {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') tier: number;
  @Column(codeText) basis: string;
  @Column(shortText) reason: string;
  @Column('uuid', { nullable: true }) createdBy: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column(rowVersion) version: number;
}
