import { IsIn } from 'class-validator';
import { CrisisSignpost } from '../../college/college.dto.js';
import { Clearable, PlainText } from '../../platform/http/dto.js';
import { type SafetyPlanState, safetyPlanStates, safetyPlanActs } from './safety-plan.rules.js';

/** My plan, in my own words; it takes the place of what stood there. What is left out is empty. */
export class SafetyPlanBody {
  /** What I and others can notice early. At most 2,000 characters. */
  @Clearable() @PlainText(2_000, { lines: true }) earlySigns?: string | null;
  /** What helps. At most 2,000 characters. */
  @Clearable() @PlainText(2_000, { lines: true }) whatHelps?: string | null;
  /** What does not help. At most 2,000 characters. */
  @Clearable() @PlainText(2_000, { lines: true }) whatDoesNot?: string | null;
  /** What should be done. At most 2,000 characters. */
  @Clearable() @PlainText(2_000, { lines: true }) whatToDo?: string | null;
  /** Whom to call. At most 2,000 characters. */
  @Clearable() @PlainText(2_000, { lines: true }) whomToCall?: string | null;
}

/** The words of a plan, for those with whom it is shared. */
export class SharedSafetyPlanDto {
  /** What can be noticed early. */
  earlySigns: string | null;
  /** What helps. */
  whatHelps: string | null;
  /** What does not help. */
  whatDoesNot: string | null;
  /** What should be done. */
  whatToDo: string | null;
  /** Whom to call. */
  whomToCall: string | null;
  /** Where to find help at once. */
  crisisSignposts: CrisisSignpost[];
}

/** My safety plan. */
export class SafetyPlanDto extends SharedSafetyPlanDto {
  /** Where it stands; others read it only while it is `active`. */
  @IsIn(safetyPlanStates) state: SafetyPlanState;
  /** The enrolments with whose runs I share it; it ends with each of them. */
  sharedWith: string[];
  /** What I may do now. */
  @IsIn(safetyPlanActs, { each: true }) can: (typeof safetyPlanActs)[number][];
  /** Rises with each change. */
  version: number;
}
