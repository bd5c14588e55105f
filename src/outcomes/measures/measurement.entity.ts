import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';
import type { MeasureMode } from './instrument.rules.js';
import type { MeasurementState, Occasion } from './measurement.rules.js';

/** One learner who is asked one questionnaire on one occasion, if they like to answer it. */
@Entity('measurement')
export class Measurement {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') instrumentId: string;
  @Column(codeText) occasion: Occasion;
  @Column('uuid', { nullable: true }) runId: string | null;
  @Column('timestamptz') offeredAt: Date;
  @Column(codeText) state: MeasurementState;
  @Column({ ...codeText, nullable: true }) mode: MeasureMode | null;
  @Column('integer', { nullable: true }) raw: number | null;
  @Column('numeric', { precision: 6, scale: 2, nullable: true }) metric: string | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('uuid', { nullable: true }) keyId: string | null;
  @Column(rowVersion) version: number;
}

/** Somebody whom a learner shows the score of one measure, for a while (BR-84). */
@Entity('measurement_grant')
export class MeasurementGrant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') measurementId: string;
  @Column('uuid') readerId: string;
  @Column('timestamptz') grantedAt: Date;
  @Column('timestamptz') until: Date;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
}

/** The answer to one item of a measure, sealed under the learner's key. */
@Entity('measurement_response')
export class MeasurementResponse {
  @PrimaryColumn('uuid') measurementId: string;
  @PrimaryColumn('integer') item: number;
  @Column('bytea') sealed: Buffer;
}
