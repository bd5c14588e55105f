import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A season of the college, with the moments at which its prospectus and its booking open. */
@Entity('term')
export class Term {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('timestamptz', { name: 'prospectus_opens_at' }) prospectusOpensAt: Date;
  @Column('timestamptz', { name: 'booking_opens_at' }) bookingOpensAt: Date;
  @Column('date', { name: 'starts_on' }) startsOn: string;
  @Column('date', { name: 'ends_on' }) endsOn: string;
  @Column('integer', { name: 'max_runs_per_learner' }) maxRunsPerLearner: number;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}
