import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type { Requirements } from './requirements.dto.js';
import type { Issuer, Track } from './scheme.rules.js';

/** A scheme under which people are certified, of the college or of another body. */
@Entity('certification_scheme')
export class CertificationScheme {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) name: string;
  @Column(codeText) issuer: Issuer;
  @Column({ ...shortText, nullable: true }) issuerName: string | null;
  @Column(codeText) track: Track;
  @Column(rowVersion) version: number;
}

/** What a scheme asks for from a day on; never changed (BR-86). */
@Entity('requirement_set')
export class RequirementSet {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') schemeId: string;
  @Column('integer') number: number;
  @Column('date') effectiveFrom: string;
  @Column('jsonb') terms: Requirements;
  @Column({ ...shortText, nullable: true }) note: string | null;
  @Column('uuid', { nullable: true }) addedBy: string | null;
  @Column('timestamptz') addedAt: Date;
}

/** A track in which a peer may facilitate a course; a course without any accepts every peer track. */
@Entity('course_peer_track')
export class CoursePeerTrack {
  @PrimaryColumn('uuid') courseId: string;
  @PrimaryColumn(codeText) track: Track;
}
