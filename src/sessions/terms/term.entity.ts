import { Column, Entity, PrimaryColumn } from 'typeorm';
import { rowVersion, shortText } from '../../platform/database/column-types.js';

/** A season of the college, with the moments at which its prospectus and its booking open. */
@Entity('term')
export class Term {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) name: string;
  @Column('timestamptz') prospectusOpensAt: Date;
  @Column('timestamptz') bookingOpensAt: Date;
  @Column('date') startsOn: string;
  @Column('date') endsOn: string;
  @Column('integer') maxRunsPerLearner: number;
  @Column(rowVersion) version: number;
}
