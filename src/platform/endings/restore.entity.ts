import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A line of the log beside the keys that this database has seen. What it was about stands only there. */
@Entity('ended_line')
export class SeenLine {
  @PrimaryColumn('uuid') id: string;
  @Column('date') day: string;
}

/** That the database was found to be older than the log beside the keys, or said to be by whoever restored it. */
@Entity('restore')
export class Restore {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz') foundAt: Date;
  /** How many lines of the log it had not seen. */
  @Column('integer') replayed: number;
  /** When all of it was replayed; until then no request is taken. */
  @Column('timestamptz', { nullable: true }) readyAt: Date | null;
  /** When staff let messages leave again, and who; by nobody from the command line. */
  @Column('timestamptz', { nullable: true }) releasedAt: Date | null;
  @Column('uuid', { nullable: true }) releasedBy: string | null;
}
