import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../platform/database/column-types.js';
import type { MessageKind } from './message.rules.js';
import type { StaffTaskKind, StaffTaskOutcome, StaffTaskReason } from './staff-task.rules.js';

/** Something that a person of the college does about somebody, once. */
@Entity('staff_task')
export class StaffTask {
  @PrimaryColumn('uuid') id: string;
  @Column(codeText) kind: StaffTaskKind;
  @Column({ ...codeText, nullable: true }) about: MessageKind | null;
  @Column({ ...codeText, nullable: true }) reason: StaffTaskReason | null;
  @Column('uuid') subjectId: string;
  @Column(codeText) occasion: string;
  @Column('uuid') personId: string;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz') dueAt: Date;
  /** Who of those who do such tasks sees to it; null while it is everybody's. */
  @Column('uuid', { nullable: true }) takenBy: string | null;
  @Column('timestamptz', { nullable: true }) takenAt: Date | null;
  @Column('timestamptz', { nullable: true }) doneAt: Date | null;
  @Column('uuid', { nullable: true }) doneBy: string | null;
  @Column({ ...codeText, nullable: true }) outcome: StaffTaskOutcome | null;
  @Column(rowVersion) version: number;
}
