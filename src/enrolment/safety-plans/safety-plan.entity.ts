import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion, sealedText } from '../../platform/database/column-types.js';
import type { SafetyPlanState } from './safety-plan.rules.js';

const part = { ...sealedText, nullable: true } as const;

/** What somebody wants to be done when they are not well, in their own words, sealed under their own key. */
@Entity('safety_plan')
export class SafetyPlan {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column(codeText) state: SafetyPlanState;
  @Column('uuid') keyId: string;
  @Column(part) earlySigns: Buffer | null;
  @Column(part) whatHelps: Buffer | null;
  @Column(part) whatDoesNot: Buffer | null;
  @Column(part) whatToDo: Buffer | null;
  @Column(part) whomToCall: Buffer | null;
  @Column('timestamptz') madeAt: Date;
  @Column(rowVersion) version: number;
}

/** That those who facilitate the run of this enrolment may read the plan, while the enrolment lasts. */
@Entity('safety_plan_share')
export class SafetyPlanShare {
  @PrimaryColumn('uuid') planId: string;
  @PrimaryColumn('uuid') enrolmentId: string;
  @Column('timestamptz') sharedAt: Date;
}
