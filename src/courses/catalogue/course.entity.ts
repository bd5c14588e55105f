import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** The idea that all versions of a course share. */
@Entity('course')
export class Course {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) title: string;
  @Column(codeText) topic: string;
  @Column('text', { array: true }) audience: string[];
  @Column({ ...shortText, nullable: true }) strand: string | null;
  @Column(codeText) firstProposedByRole: string;
  @Column('timestamptz') createdAt: Date;
  @Column(rowVersion) version: number;
}
