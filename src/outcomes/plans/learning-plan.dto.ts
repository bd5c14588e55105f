import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, IsOptional } from 'class-validator';
import { IsIdField, LocalDate, Omittable, Clearable, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { GoalDto } from './goal.dto.js';
import {
  type AdvisorState,
  advisorStates,
  type ChimeProcess,
  chimeProcesses,
  type PlanPart,
  planParts,
  type PlanState,
  planStates,
  type PlanViewer,
  planViewers,
  type ReviewMode,
  reviewModes,
} from './learning-plan.rules.js';

/** What I want from learning here. */
export class LearningPlanBody {
  /** In my own words. */
  @PlainText(4000, { lines: true }) aims: string;
  /** What of recovery it is about, as I see it. */
  @Omittable() @ArrayMaxSize(5) @ArrayUnique() @IsIn(chimeProcesses, { each: true }) chime?: ChimeProcess[];
}

/** Changes to my plan; what is left out stays. */
export class LearningPlanChange {
  /** In my own words. */
  @Omittable() @PlainText(4000, { lines: true }) aims?: string;
  /** What of recovery it is about, as I see it. */
  @Omittable() @ArrayMaxSize(5) @ArrayUnique() @IsIn(chimeProcesses, { each: true }) chime?: ChimeProcess[];
}

/** Whom I would like as my advisor. */
export class AdvisorBody {
  /** A facilitator of a run of mine, or a coordinator. */
  @IsIdField() personId: string;
}

/** What of my plan a facilitator sees. */
export class PlanShareBody {
  /** The parts. */
  @ArrayMinSize(1) @ArrayMaxSize(3) @ArrayUnique() @IsIn(planParts, { each: true }) parts: PlanPart[];
}

/** What of my plan somebody sees. */
export class PlanShareDto extends PlanShareBody {
  /** Who. */
  readerId: string;
  /** Since when. */
  sharedAt: string;
}

/** With whom I share parts of my plan. */
export class PlanSharePage extends PageOf(PlanShareDto) {}

/** A conversation about how it goes. */
export class PlanReviewBody {
  /** The day. @example 2026-12-15 */
  @LocalDate() heldOn: string;
  /** In which way. */
  @IsIn(reviewModes) mode: ReviewMode;
  /** What was said, if it should be kept. */
  @Clearable() @PlainText(4000, { lines: true }) note?: string | null;
}

/** A conversation about how it went. */
export class PlanReviewDto {
  /** Id of the review. */
  id: string;
  /** The day. */
  heldOn: string;
  /** In which way. */
  @IsIn(reviewModes) mode: ReviewMode;
  /** What was said. */
  @IsOptional() note: string | null;
  /** When the learner signed. */
  learnerSignedAt: string | null;
  /** When the advisor signed. */
  advisorSignedAt: string | null;
}

/** Somebody who could be, or is, an advisor. */
export class AdvisorDto {
  /** Id of the person. */
  id: string;
  /** The name they go by. */
  chosenName: string | null;
}

/** People whom I can ask. */
export class AdvisorPage extends PageOf(AdvisorDto) {}

/** The advisor of a plan. */
export class PlanAdvisorDto extends AdvisorDto {
  /** Whether they have said yes. */
  @IsIn(advisorStates) state: AdvisorState;
}

/** How far goals are attained, as a T score: 50 is "all as hoped for" (BR-70). */
export class AttainmentDto {
  /** At the start, over goals with both levels. @example 37.60 */
  baseline: string | null;
  /** Now. @example 54.02 */
  current: string | null;
  /** From the start to now, over goals with both levels. @example 16.42 */
  change: string | null;
}

/** That there is a plan. */
export class LearningPlanSummaryDto {
  /** Id of the plan. */
  id: string;
  /** Whose it is. */
  personId: string;
  /** Where it stands. */
  @IsIn(planStates) state: PlanState;
  /** As whom I see it. */
  @IsIn(planViewers) seenAs: PlanViewer;
}

export const learningPlanActs = [
  'change',
  'add_goal',
  'name_advisor',
  'share',
  'close',
  'agree',
  'review',
  'export',
  'accept_advising',
  'decline_advising',
  'propose_goal',
] as const;

/** A plan; what I may not see is null. */
export class LearningPlanDto extends LearningPlanSummaryDto {
  /** The aims. */
  aims: string | null;
  /** What of recovery it is about. */
  @IsOptional() @IsIn(chimeProcesses, { each: true }) chime: ChimeProcess[] | null;
  /** The advisor; for the learner and the advisor. */
  advisor: PlanAdvisorDto | null;
  /** The goals. */
  @IsOptional() goals: GoalDto[] | null;
  /** How far they are attained; null without levels. */
  attainment: AttainmentDto | null;
  /** The reviews, the latest first. */
  @IsOptional() reviews: PlanReviewDto[] | null;
  /** Which of five stages it has come to: aims, where one starts from, goals, reviews, what was achieved. */
  stage: number | null;
  /** What I may do now; `export` stays after closing (BR-72). */
  @IsIn(learningPlanActs, { each: true }) can: (typeof learningPlanActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** As whom to look for plans. */
export class LearningPlanQuery extends PageQuery {
  /**
   * `learner`: mine; `advisor`: of those who asked me; `reader`: of which parts are shared with me; `administrator`:
   * that there are plans.
   */
  @Omittable() @IsIn(['learner', 'advisor', 'reader', 'administrator']) as?:
    'learner' | 'advisor' | 'reader' | 'administrator';
}

/** Plans, the newest first. */
export class LearningPlanPage extends PageOf(LearningPlanSummaryDto) {}

/** My plan to take with me. */
export class LearningPlanExportDto {
  /** The plan. */
  plan: LearningPlanDto;
  /** The same as text that anybody can read. */
  text: string;
}
