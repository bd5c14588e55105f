import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion } from '../../platform/database/column-types.js';

/** TODO certification_application */
@Entity('certification_application')
export class CertificationApplication {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') schemeId: string;
  @Column('uuid', { nullable: true }) setId: string | null;
  @Column(codeText) state: string;
  @Column({ ...longText, nullable: true }) missing: string | null;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz', { nullable: true }) submittedAt: Date | null;
  @Column('timestamptz') touchedAt: Date;
  @Column('uuid', { nullable: true }) certificationId: string | null;
  @Column(rowVersion) version: number;
}

/** TODO application_appeal */
@Entity('application_appeal')
export class ApplicationAppeal {
  @PrimaryColumn('uuid') applicationId: string;
  @Column(longText) grounds: string;
  @Column('timestamptz') appealedAt: Date;
}

/** TODO certification_assessment */
@Entity('certification_assessment')
export class CertificationAssessment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') applicationId: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: string;
  @Column('uuid') assessorId: string;
  @Column('timestamptz') startsAt: Date;
  @Column('timestamptz') endsAt: Date;
  @Column(codeText) state: string;
  @Column('jsonb', { nullable: true }) competencies: unknown;
  @Column('integer', { nullable: true }) mark: number | null;
  @Column('boolean', { nullable: true }) passed: boolean | null;
  @Column({ ...longText, nullable: true }) note: string | null;
  @Column('timestamptz', { nullable: true }) assessedAt: Date | null;
  @Column('uuid') bookedBy: string;
  @Column(rowVersion) version: number;
}
