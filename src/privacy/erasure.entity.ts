import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ErasurePlanDto } from './erasure.dto.js';

/** That a person left for good, with what they were told would become of their records (BR-161). */
@Entity('erasure')
export class Erasure {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('jsonb') plan: ErasurePlanDto;
  @Column('timestamptz') erasedAt: Date;
}
