import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, computed, longText, rowVersion, shortText } from '../../platform/database/column-types.js';
import type {
  CategoryMinutes,
  ContentWarning,
  EligibilityRule,
  Material,
  Outcome,
  SessionPlan,
} from './content.dto.js';
import type { DeliveryMode, VersionState } from './course-version.rules.js';

/** The unit of truth: what is drafted, signed off, published, run and certified. */
@Entity('course_version')
export class CourseVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') courseId: string;
  @Column(codeText) semver: string;
  @Column('uuid', { nullable: true }) derivedFromId: string | null;
  @Column(codeText) state: VersionState;
  @Column(longText) summary: string;
  @Column({ ...shortText, nullable: true }) levelText: string | null;
  @Column('jsonb') outcomes: Outcome[];
  @Column('jsonb') sessionPlans: SessionPlan[];
  @Column('jsonb') materials: Material[];
  /** null: not declared yet; an empty list: there are none. */
  @Column('jsonb', { nullable: true }) contentWarnings: ContentWarning[] | null;
  @Column('jsonb') categoryMinutes: CategoryMinutes[];
  @Column(longText) whatToExpect: string;
  @Column(longText) whatYouCanSkip: string;
  @Column('integer', { nullable: true }) minimumAge: number | null;
  @Column('jsonb') eligibilityRules: EligibilityRule[];
  @Column('text', { array: true }) deliveryModes: DeliveryMode[];
  @Column('integer') capacityDefault: number;
  @Column('integer') cohortMinimum: number;
  @Column('integer') maxLearnersPerFacilitator: number;
  @Column('integer') feeCents: number;
  @Column(codeText) contentHash: string;
  @Column({ type: 'tsvector', select: false, ...computed }) search: string;
  @Column('timestamptz') createdAt: Date;
  @Column('date', { nullable: true }) reviewDueOn: string | null;
  /** Stored at publication, never recomputed (BR-16). */
  @Column('boolean') coProduced: boolean;
  @Column('timestamptz', { nullable: true }) publishedAt: Date | null;
  @Column('uuid', { nullable: true }) livedSignOffId: string | null;
  @Column('uuid', { nullable: true }) livedSignerId: string | null;
  @Column({ type: 'text', ...computed }) livedStanding: string;
  @Column('uuid', { nullable: true }) learnedSignOffId: string | null;
  @Column('uuid', { nullable: true }) learnedSignerId: string | null;
  @Column({ type: 'text', ...computed }) learnedStanding: string;
  @Column(rowVersion) version: number;
}
