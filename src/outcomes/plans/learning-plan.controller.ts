import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { AdvisorService } from './advisor.service.js';
import {
  AdvisorBody,
  AdvisorPage,
  LearningPlanBody,
  LearningPlanChange,
  LearningPlanDto,
  LearningPlanExportDto,
  LearningPlanPage,
  LearningPlanQuery,
  PlanReviewBody,
  PlanShareBody,
  PlanSharePage,
} from './learning-plan.dto.js';
import { LearningPlanService } from './learning-plan.service.js';
import { planRecord } from '../outcomes.personal.js';
import { PlanExportService } from './plan-export.service.js';
import { PlanReviewService } from './plan-review.service.js';
import { PlanShareService } from './plan-share.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';
import { Makes } from '../../platform/openapi/location.js';

const readerInPath = ApiParam({
  name: 'personId',
  description: 'The facilitator.',
  schema: { type: 'string', format: 'uuid' },
});

@ApiTags('LearningPlans')
@Controller()
export class LearningPlanController {
  constructor(
    private readonly plans: LearningPlanService,
    private readonly advisors: AdvisorService,
    private readonly shares: PlanShareService,
    private readonly reviews: PlanReviewService,
    private readonly exports: PlanExportService,
  ) {}

  /** My plans, or those in which I have another part; the newest first. */
  @Get('learning-plans')
  @Refuses(platformRefusals.closed_after_card, platformRefusals.forbidden)
  @SignedIn()
  @Discloses(planRecord)
  list(@Me() me: Actor, @Query() query: LearningPlanQuery): Promise<LearningPlanPage> {
    return this.plans.list(me, query);
  }

  /** Starts my plan. */
  @Post('learning-plans')
  @Refuses(platformRefusals.keys_out_of_reach, outcomesRefusals.plan_open_already)
  @SignedIn()
  @Changes(planRecord)
  async make(@Me() me: Actor, @Body() body: LearningPlanBody): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.plans.make(me, body));
  }

  /**
   * A plan: all of it for its learner and the advisor, the shared parts for a facilitator, and for an administrator
   * that it exists (BR-71).
   */
  @Get('learning-plans/:id')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  @Discloses(planRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<LearningPlanDto> {
    return this.plans.one(me, id);
  }

  /** Changes my plan. Needs If-Match. */
  @Patch('learning-plans/:id')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async change(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() wish: LearningPlanChange,
  ): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.plans.change(me, id, expected, wish));
  }

  /** Says that this is my plan. */
  @Post('learning-plans/:id/agreement')
  @Refuses(platformRefusals.closed_after_card, platformRefusals.forbidden, platformRefusals.state_conflict)
  @ApiOperation({ operationId: 'agreeToLearningPlan' })
  @SignedIn()
  @Changes(planRecord)
  async agree(@Me() me: Actor, @Id() id: string): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.plans.agree(me, id));
  }

  /** Ends my plan. It stays, and can be taken along (BR-72). */
  @Post('learning-plans/:id/closing')
  @Refuses(platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(planRecord)
  async close(@Me() me: Actor, @Id() id: string): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.plans.close(me, id));
  }

  /** My plan to take along, for programs and for people (BR-72). */
  @Get('learning-plans/:id/export')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(planRecord, { inPath: 'id' })
  export(@Me() me: Actor, @Id() id: string): Promise<LearningPlanExportDto> {
    return this.exports.of(me, id);
  }

  /** Whom I can ask to be my advisor. */
  @Get('me/possible-advisors')
  @SignedIn()
  async possibleAdvisors(@Me() me: Actor, @Query() page: ShortListQuery): Promise<AdvisorPage> {
    return shortPage(await this.advisors.possible(me), page);
  }

  /** Asks somebody to be my advisor. Needs If-Match. */
  @Put('learning-plans/:id/advisor')
  @Refuses(outcomesRefusals.advisor_unknown, platformRefusals.forbidden)
  @SignedIn()
  @ClosedAfterCard()
  async nameAdvisor(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() { personId }: AdvisorBody,
  ): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.advisors.name(me, id, expected, personId));
  }

  /** From now on I have no advisor. Needs If-Match. */
  @Delete('learning-plans/:id/advisor')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async dismissAdvisor(@Me() me: Actor, @Id() id: string, @IfMatch() expected: number): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.advisors.dismiss(me, id, expected));
  }

  /** Says yes to being an advisor; from then on the whole plan can be read. */
  @Post('learning-plans/:id/advisor/acceptance')
  @Refuses(outcomesRefusals.advising_answered, platformRefusals.forbidden)
  @ApiOperation({ operationId: 'acceptLearningPlanAdvising' })
  @SignedIn()
  @Changes(planRecord)
  async acceptAdvising(@Me() me: Actor, @Id() id: string): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.advisors.accept(me, id));
  }

  /** Says no to being an advisor, or not any more. */
  @Post('learning-plans/:id/advisor/decline')
  @Refuses(outcomesRefusals.advising_answered, platformRefusals.forbidden)
  @ApiOperation({ operationId: 'declineLearningPlanAdvising' })
  @SignedIn()
  @HttpCode(204)
  declineAdvising(@Me() me: Actor, @Id() id: string): Promise<void> {
    return this.advisors.decline(me, id);
  }

  /** With whom I share parts of my plan. */
  @Get('learning-plans/:id/shares')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(planRecord, { inPath: 'id' })
  async listShares(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<PlanSharePage> {
    return shortPage(await this.shares.list(me, id), page);
  }

  /** Sets which parts of my plan a facilitator of a run of mine sees. */
  @Put('learning-plans/:id/shares/:personId')
  @Refuses(platformRefusals.forbidden, outcomesRefusals.reader_unknown)
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  @readerInPath
  share(
    @Me() me: Actor,
    @Id() id: string,
    @Id('personId') personId: string,
    @Body() body: PlanShareBody,
  ): Promise<void> {
    return this.shares.set(me, id, personId, body);
  }

  /** From now on they see nothing of it. */
  @Delete('learning-plans/:id/shares/:personId')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  @HttpCode(204)
  @readerInPath
  unshare(@Me() me: Actor, @Id() id: string, @Id('personId') personId: string): Promise<void> {
    return this.shares.end(me, id, personId);
  }

  /** Records a conversation about how it goes, as the learner or the advisor. */
  @Post('learning-plans/:id/reviews')
  @Refuses(
    outcomesRefusals.plan_closed,
    platformRefusals.forbidden,
    outcomesRefusals.not_yet_happened,
    outcomesRefusals.plan_not_agreed,
  )
  @SignedIn()
  @Changes(planRecord)
  async review(@Me() me: Actor, @Id() id: string, @Body() body: PlanReviewBody): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.reviews.add(me, id, body));
  }

  /** Signs a review, as the learner or the advisor. */
  @Post('learning-plan-reviews/:id/signature')
  @Makes(false)
  @Refuses(outcomesRefusals.review_signed)
  @SignedIn()
  @Changes(planRecord)
  async sign(@Me() me: Actor, @Id() id: string): Promise<LearningPlanDto> {
    return this.plans.one(me, await this.reviews.sign(me, id));
  }
}
