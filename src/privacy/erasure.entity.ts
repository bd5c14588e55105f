import { Column, Entity, PrimaryColumn } from 'typeorm';

/** TODO erasure */
@Entity('erasure')
export class Erasure {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('jsonb') plan: unknown;
  @Column('timestamptz') erasedAt: Date;
}
