import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../platform/database/column-types.js';
import type { CrisisSignpost, Letterhead } from './college.dto.js';
import type { Policy } from './policy.dto.js';

/** The college and its settings; there is one row. */
@Entity('college')
export class College {
  @PrimaryColumn('uuid') id: string;
  @Column('boolean') onlyOne: boolean;
  @Column(shortText) name: string;
  @Column(codeText) timeZone: string;
  @Column('jsonb') letterhead: Letterhead;
  @Column('jsonb') crisisSignposts: CrisisSignpost[];
  @Column('integer') charterVersion: number;
  @Column('boolean') freeOfCharge: boolean;
  @Column('jsonb') policy: Partial<Policy>;
  @Column('uuid', { nullable: true }) changedBy: string | null;
  @Column('timestamptz') changedAt: Date;
  @Column(rowVersion) version: number;
}

/** The settings as they stood under each version; a trigger keeps them. */
@Entity('college_history')
export class CollegeHistory {
  @PrimaryColumn('uuid') id: string;
  @Column('boolean') onlyOne: boolean;
  @Column(shortText) name: string;
  @Column(codeText) timeZone: string;
  @Column('jsonb') letterhead: Letterhead;
  @Column('jsonb') crisisSignposts: CrisisSignpost[];
  @Column('integer') charterVersion: number;
  @Column('boolean') freeOfCharge: boolean;
  @Column('jsonb') policy: Partial<Policy>;
  @Column('uuid', { nullable: true }) changedBy: string | null;
  @Column('timestamptz') changedAt: Date;
  @PrimaryColumn('integer') version: number;
}

/** A day on which the college is closed. */
@Entity('closure_day')
export class ClosureDay {
  @PrimaryColumn('uuid') id: string;
  @Column('date') day: string;
  @Column(shortText) reason: string;
  @Column(rowVersion) version: number;
}
