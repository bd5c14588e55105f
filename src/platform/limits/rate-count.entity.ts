import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often somebody tried something in one window; who and what is a keyed hash. */
@Entity('rate_count')
export class RateCount {
  @PrimaryColumn('bytea') key: Buffer;
  @Column('integer') times: number;
  @Column('timestamptz') endsAt: Date;
}
