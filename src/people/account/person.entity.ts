import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** A human being with one account. Erasing leaves a tombstone: the id, and nothing else. */
@Entity('person')
export class Person {
  @PrimaryColumn('uuid') id: string;
  @Column({ ...shortText, nullable: true }) chosenName: string | null;
  @Column({ ...shortText, nullable: true }) pronouns: string | null;
  @Column({ ...shortText, nullable: true }) email: string | null;
  @Column({ ...shortText, nullable: true }) emailCanonical: string | null;
  @Column('timestamptz', { nullable: true }) emailConfirmedAt: Date | null;
  @Column('date', { nullable: true }) dateOfBirth: string | null;
  @Column('text', { array: true }) languages: string[];
  @Column('boolean') demo: boolean;
  @Column('timestamptz') createdAt: Date;
  @Column(rowVersion) version: number;
  @Column({ ...codeText, nullable: true }) signInNumber: string | null;
  @Column('timestamptz', { nullable: true }) erasedAt: Date | null;
}
