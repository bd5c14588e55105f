import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../platform/database/column-types.js';

/** TODO college */
@Entity('college')
export class College {
  @PrimaryColumn('uuid') id: string;
  @Column('boolean') onlyOne: boolean;
  @Column(shortText) name: string;
  @Column(codeText) timeZone: string;
  @Column('jsonb') letterhead: unknown;
  @Column('jsonb') crisisSignposts: unknown;
  @Column('integer') charterVersion: number;
  @Column('boolean') freeOfCharge: boolean;
  @Column('jsonb') policy: unknown;
  @Column('uuid', { nullable: true }) changedBy: string | null;
  @Column('timestamptz') changedAt: Date;
  @Column(rowVersion) version: number;
}

/** TODO college_history */
@Entity('college_history')
export class CollegeHistory {
  @PrimaryColumn('uuid') id: string;
  @Column('boolean') onlyOne: boolean;
  @Column(shortText) name: string;
  @Column(codeText) timeZone: string;
  @Column('jsonb') letterhead: unknown;
  @Column('jsonb') crisisSignposts: unknown;
  @Column('integer') charterVersion: number;
  @Column('boolean') freeOfCharge: boolean;
  @Column('jsonb') policy: unknown;
  @Column('uuid', { nullable: true }) changedBy: string | null;
  @Column('timestamptz') changedAt: Date;
  @PrimaryColumn('integer') version: number;
}

/** TODO closure_day */
@Entity('closure_day')
export class ClosureDay {
  @PrimaryColumn('uuid') id: string;
  @Column('date') day: string;
  @Column(shortText) reason: string;
  @Column(rowVersion) version: number;
}
