import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { Clearable, Omittable, PlainText } from '../../platform/http/dto.js';
import {
  type ChimeProcess,
  chimeProcesses,
  type GoalEnd,
  goalEnds,
  type GoalState,
  goalStates,
} from './learning-plan.rules.js';

/** A goal, or the wording of one for the learner to think about. */
export class GoalBody {
  /** What should come about. */
  @PlainText(1000, { lines: true }) statement: string;
  /** What of recovery it is about. */
  @Clearable() @IsIn(chimeProcesses) chime?: ChimeProcess | null;
  /** How much it matters, 1 to 3; default 1. */
  @Omittable() @IsInt() @Min(1) @Max(3) weight?: number;
  /** Where the learner starts, -2 to 2. */
  @Clearable() @IsInt() @Min(-2) @Max(2) baselineLevel?: number | null;
  /** What each level looks like, from -2 to 2: five short texts. */
  @Clearable()
  @IsArray()
  @ArrayMinSize(5)
  @ArrayMaxSize(5)
  @PlainText(300, { lines: true, each: true })
  descriptors?: string[] | null;
}

/** Changes to a goal of mine; what is left out stays. */
export class GoalChange {
  /** What should come about. */
  @Omittable() @PlainText(1000, { lines: true }) statement?: string;
  /** What of recovery it is about. */
  @Clearable() @IsIn(chimeProcesses) chime?: ChimeProcess | null;
  /** How much it matters, 1 to 3. */
  @Omittable() @IsInt() @Min(1) @Max(3) weight?: number;
  /** Where I started, -2 to 2. */
  @Clearable() @IsInt() @Min(-2) @Max(2) baselineLevel?: number | null;
  /** Where I am, -2 to 2. */
  @Clearable() @IsInt() @Min(-2) @Max(2) currentLevel?: number | null;
  /** What each level looks like, from -2 to 2. */
  @Clearable()
  @IsArray()
  @ArrayMinSize(5)
  @ArrayMaxSize(5)
  @PlainText(300, { lines: true, each: true })
  descriptors?: string[] | null;
}

/** How a goal ended. */
export class GoalConclusionBody {
  /** Reached, replaced by another one, or let go. */
  @IsIn(goalEnds) state: GoalEnd;
}

export const goalActs = ['accept', 'decline', 'change', 'conclude'] as const;

/** A goal. */
export class GoalDto {
  /** Id of the goal. */
  id: string;
  /** The plan that it is part of. */
  planId: string;
  /** Where it stands; it is the learner's from `active` on (BR-69). */
  @IsIn(goalStates) state: GoalState;
  /** Whether its words can no longer be opened, because storage damaged them; a sentence stands instead. */
  damaged: boolean;
  /** What should come about. */
  statement: string;
  /** What of recovery it is about. */
  @IsOptional() @IsIn(chimeProcesses) chime: ChimeProcess | null;
  /** How much it matters. */
  weight: number;
  /** Where the learner started, -2 to 2. */
  baselineLevel: number | null;
  /** Where the learner is, -2 to 2. */
  currentLevel: number | null;
  /** What each level looks like, from -2 to 2. */
  descriptors: string[] | null;
  /** Who worded it. */
  proposedBy: string;
  /** What I may do now. */
  @IsIn(goalActs, { each: true }) can: (typeof goalActs)[number][];
  /** Rises with each change. */
  version: number;
}
