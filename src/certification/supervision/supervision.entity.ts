import { Column, Entity, PrimaryColumn } from 'typeorm';
import { longText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** One person supervises the practice of a peer, from a day on. */
@Entity('supervision')
export class Supervision {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') supervisorId: string;
  @Column('uuid') personId: string;
  @Column({ ...shortText, nullable: true }) focus: string | null;
  @Column('date') beganOn: string;
  @Column('date', { nullable: true }) endedOn: string | null;
  @Column('uuid') arrangedBy: string;
  @Column(rowVersion) version: number;
}

/** What two wrote down of one meeting of their supervision, for them alone. */
@Entity('supervision_note')
export class SupervisionNote {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') supervisionId: string;
  @Column('date') heldOn: string;
  @Column('integer') minutes: number;
  @Column(longText) practice: string;
  @Column({ ...longText, nullable: true }) agreed: string | null;
  @Column('uuid') writtenBy: string;
  @Column('timestamptz') writtenAt: Date;
}
