import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';

/** TODO measurement */
@Entity('measurement')
export class Measurement {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') instrumentId: string;
  @Column(codeText) occasion: string;
  @Column('uuid', { nullable: true }) runId: string | null;
  @Column('timestamptz') offeredAt: Date;
  @Column(codeText) state: string;
  @Column({ ...codeText, nullable: true }) mode: string | null;
  @Column('integer', { nullable: true }) raw: number | null;
  @Column('numeric', { precision: 6, scale: 2, nullable: true }) metric: string | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('uuid', { nullable: true }) keyId: string | null;
  @Column(rowVersion) version: number;
}

/** TODO measurement_grant */
@Entity('measurement_grant')
export class MeasurementGrant {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') measurementId: string;
  @Column('uuid') readerId: string;
  @Column('timestamptz') grantedAt: Date;
  @Column('timestamptz') until: Date;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
}

/** TODO measurement_response */
@Entity('measurement_response')
export class MeasurementResponse {
  @PrimaryColumn('uuid') measurementId: string;
  @PrimaryColumn('integer') item: number;
  @Column('bytea') sealed: Buffer;
}
