import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  CategoryMinutes,
  ContentWarning,
  EligibilityRule,
  Material,
  Outcome,
  SessionPlan,
} from '../versions/content.dto.js';
import type { DeliveryMode, VersionState } from '../versions/course-version.rules.js';

/** The idea that all versions of a course share. */
@Entity('course')
export class Course {
  @PrimaryColumn('uuid') id: string;
  @Column('text') title: string;
  @Column('text') topic: string;
  @Column('text', { array: true }) audience: string[];
  @Column('text', { nullable: true }) strand: string | null;
  @Column('text', { name: 'first_proposed_by_role' }) firstProposedByRole: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}

/** The unit of truth: what is drafted, signed off, published, run and certified. */
@Entity('course_version')
export class CourseVersion {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'course_id' }) courseId: string;
  @Column('text') semver: string;
  @Column('uuid', { name: 'derived_from_id', nullable: true }) derivedFromId: string | null;
  @Column('text') state: VersionState;
  @Column('text') summary: string;
  @Column('text', { name: 'level_text', nullable: true }) levelText: string | null;
  @Column('jsonb') outcomes: Outcome[];
  @Column('jsonb', { name: 'session_plans' }) sessionPlans: SessionPlan[];
  @Column('jsonb') materials: Material[];
  /** null: not declared yet; an empty list: there are none. */
  @Column('jsonb', { name: 'content_warnings', nullable: true }) contentWarnings: ContentWarning[] | null;
  @Column('jsonb', { name: 'category_minutes' }) categoryMinutes: CategoryMinutes[];
  @Column('text', { name: 'what_to_expect' }) whatToExpect: string;
  @Column('text', { name: 'what_you_can_skip' }) whatYouCanSkip: string;
  @Column('integer', { name: 'minimum_age', nullable: true }) minimumAge: number | null;
  @Column('jsonb', { name: 'eligibility_rules' }) eligibilityRules: EligibilityRule[];
  @Column('text', { name: 'delivery_modes', array: true }) deliveryModes: DeliveryMode[];
  @Column('integer', { name: 'capacity_default' }) capacityDefault: number;
  @Column('integer', { name: 'cohort_minimum' }) cohortMinimum: number;
  @Column('integer', { name: 'max_learners_per_facilitator' }) maxLearnersPerFacilitator: number;
  @Column('integer', { name: 'fee_cents' }) feeCents: number;
  @Column('text', { name: 'content_hash' }) contentHash: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('date', { name: 'review_due_on', nullable: true }) reviewDueOn: string | null;
  @Column('boolean', { name: 'co_produced', default: false }) coProduced: boolean;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt: Date | null;
  @Column('uuid', { name: 'lived_sign_off_id', nullable: true }) livedSignOffId: string | null;
  @Column('uuid', { name: 'lived_signer_id', nullable: true }) livedSignerId: string | null;
  @Column('uuid', { name: 'learned_sign_off_id', nullable: true }) learnedSignOffId: string | null;
  @Column('uuid', { name: 'learned_signer_id', nullable: true }) learnedSignerId: string | null;
  @Column({ type: 'int', default: 1, insert: false, update: false }) version: number;
}
