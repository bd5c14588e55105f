import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { AttributionKind, ContributionRole, ContributorState, Remuneration } from './contributor.rules.js';

/** Somebody in the co-production group of a version, with what they give and how they are credited. */
@Entity('contributor')
export class Contributor {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') personId: string;
  @Column(codeText) contributionRole: ContributionRole;
  @Column(codeText) state: ContributorState;
  @Column('integer') workMinutes: number;
  @Column({ ...codeText, nullable: true }) remuneration: Remuneration | null;
  @Column(codeText) creditKind: AttributionKind;
  @Column({ ...shortText, nullable: true }) creditAlias: string | null;
  @Column('timestamptz', { nullable: true }) creditChangedAt: Date | null;
  @Column('timestamptz') invitedAt: Date;
  @Column('timestamptz', { nullable: true }) joinedAt: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column(rowVersion) version: number;
}
