import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, longText, rowVersion } from '../../platform/database/column-types.js';
import type { ApplicationState } from './application.rules.js';
import type { AssessmentKind, AssessmentState, Met } from './assessment.rules.js';

/** Somebody applies to be certified under a scheme of the college. */
@Entity('certification_application')
export class CertificationApplication {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') schemeId: string;
  @Column('uuid', { nullable: true }) setId: string | null;
  @Column(codeText) state: ApplicationState;
  @Column({ ...longText, nullable: true }) missing: string | null;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz', { nullable: true }) submittedAt: Date | null;
  @Column('timestamptz') touchedAt: Date;
  @Column('uuid', { nullable: true }) certificationId: string | null;
  @Column(rowVersion) version: number;
}

/** An applicant who was refused appeals. */
@Entity('application_appeal')
export class ApplicationAppeal {
  @PrimaryColumn('uuid') applicationId: string;
  @Column(longText) grounds: string;
  @Column('timestamptz') appealedAt: Date;
}

/** A talk, an exam or observed practice for an application, booked with one assessor at a time (I-44). */
@Entity('certification_assessment')
export class CertificationAssessment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') applicationId: string;
  @Column('uuid') personId: string;
  @Column(codeText) kind: AssessmentKind;
  @Column('uuid') assessorId: string;
  @Column('timestamptz') startsAt: Date;
  @Column('timestamptz') endsAt: Date;
  @Column(codeText) state: AssessmentState;
  @Column('jsonb', { nullable: true }) competencies: Met[] | null;
  @Column('integer', { nullable: true }) mark: number | null;
  @Column('boolean', { nullable: true }) passed: boolean | null;
  @Column({ ...longText, nullable: true }) note: string | null;
  @Column('timestamptz', { nullable: true }) assessedAt: Date | null;
  @Column('uuid') bookedBy: string;
  @Column(rowVersion) version: number;
}
