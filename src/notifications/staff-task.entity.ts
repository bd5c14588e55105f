import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../platform/database/column-types.js';

/** TODO staff_task */
@Entity('staff_task')
export class StaffTask {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) kind: string;
  @Column({ ...codeText, nullable: true }) about: string | null;
  @Column({ ...codeText, nullable: true }) reason: string | null;
  @Column('uuid') subjectId: string;
  @Column(codeText) occasion: string;
  @Column('uuid') personId: string;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') dueAt: Date;
  @Column('timestamptz', { nullable: true }) doneAt: Date | null;
  @Column('uuid', { nullable: true }) doneBy: string | null;
  @Column({ ...codeText, nullable: true }) outcome: string | null;
  @Column(rowVersion) version: number;
}
