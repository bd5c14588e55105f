import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO contributor */
@Entity('contributor')
export class Contributor {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') versionId: string;
  @Column('uuid') personId: string;
  @Column(codeText) contributionRole: string;
  @Column(codeText) state: string;
  @Column('integer') workMinutes: number;
  @Column({ ...codeText, nullable: true }) remuneration: string | null;
  @Column(codeText) creditKind: string;
  @Column({ ...shortText, nullable: true }) creditAlias: string | null;
  @Column('timestamptz', { nullable: true }) creditChangedAt: Date | null;
  @Column('timestamptz') invitedAt: Date;
  @Column('timestamptz', { nullable: true }) joinedAt: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Column(rowVersion) version: number;
}
