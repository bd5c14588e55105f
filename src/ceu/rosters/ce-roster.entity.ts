import { Column, Entity, PrimaryColumn } from 'typeorm';
import { rowVersion, shortText } from '../../platform/database/column-types.js';

/** What is told to an accreditor about the awards of one approval and some days. */
@Entity('ce_roster')
export class CeRoster {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') approvalId: string;
  @Column('date') fromOn: string;
  @Column('date') toOn: string;
  @Column('uuid') createdBy: string;
  @Column('timestamptz') createdAt: Date;
  @Column('uuid', { nullable: true }) postedBy: string | null;
  @Column('timestamptz', { nullable: true }) postedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** An entry of the ledger that a posted roster tells; each is told once. */
@Entity('ce_roster_line')
export class CeRosterLine {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') rosterId: string;
  @Column('integer') position: number;
  @Column('uuid') entryId: string;
}

/** The name that a posted line tells, apart from it, so that it can be erased. */
@Entity('ce_roster_name')
export class CeRosterName {
  @PrimaryColumn('uuid') lineId: string;
  @Column(shortText) name: string;
}
