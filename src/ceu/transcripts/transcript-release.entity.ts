import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { ReleaseState } from './transcript-release.rules.js';

/** A transcript that is to leave the college, which its learner allows each time (BR-116). */
@Entity('transcript_release')
export class TranscriptRelease {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(shortText) recipient: string;
  @Column({ ...shortText, nullable: true }) purpose: string | null;
  @Column('date') fromOn: string;
  @Column('date') toOn: string;
  @Column(codeText) state: ReleaseState;
  @Column('uuid') requestedBy: string;
  @Column('timestamptz') requestedAt: Date;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('uuid', { nullable: true }) releasedBy: string | null;
  @Column('timestamptz', { nullable: true }) releasedAt: Date | null;
  @Column(rowVersion) version: number;
}

/** Days over which somebody printed their own transcript; the subject of its certificate. */
@Entity('transcript_copy')
export class TranscriptCopy {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('date') fromOn: string;
  @Column('date') toOn: string;
}
