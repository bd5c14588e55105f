import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, shortText } from '../../platform/database/column-types.js';

/** TODO certification_scheme */
@Entity('certification_scheme')
export class CertificationScheme {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) name: string;
  @Column(codeText) issuer: string;
  @Column({ ...shortText, nullable: true }) issuerName: string | null;
  @Column(codeText) track: string;
  @Column(rowVersion) version: number;
}

/** TODO requirement_set */
@Entity('requirement_set')
export class RequirementSet {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') schemeId: string;
  @Column('integer') number: number;
  @Column('date') effectiveFrom: string;
  @Column('jsonb') terms: unknown;
  @Column({ ...shortText, nullable: true }) note: string | null;
  @Column('uuid', { nullable: true }) addedBy: string | null;
  @Column('timestamptz') addedAt: Date;
}

/** TODO course_peer_track */
@Entity('course_peer_track')
export class CoursePeerTrack {
  @PrimaryColumn('uuid') courseId: string;
  @PrimaryColumn(codeText) track: string;
}
