import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { Id } from '../../platform/http/id.param.js';
import { safetyPlanRecord } from '../enrolment.personal.js';
import { SafetyPlanBody, SafetyPlanDto, SharedSafetyPlanDto } from './safety-plan.dto.js';
import { SafetyPlanService } from './safety-plan.service.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Safety plans')
@Controller()
export class SafetyPlanController {
  constructor(private readonly plans: SafetyPlanService) {}

  /** My safety plan, and with which runs I share it. */
  @Get('me/safety-plan')
  @Refuses(platformRefusals.not_found)
  @SignedIn()
  @ClosedAfterCard()
  mine(@Me() me: Actor): Promise<SafetyPlanDto> {
    return this.plans.mine(me);
  }

  /** Begins my safety plan, or writes it anew. Nobody reads it until it is active and I share it. */
  @Put('me/safety-plan')
  @Refuses(enrolmentRefusals.safety_plan_empty)
  @SignedIn()
  @ClosedAfterCard()
  async write(@Me() me: Actor, @Body() body: SafetyPlanBody): Promise<SafetyPlanDto> {
    await this.plans.write(me, body);
    return this.plans.mine(me);
  }

  /** Says that my plan holds now. */
  @Post('me/safety-plan/activation')
  @Refuses(platformRefusals.not_found, enrolmentRefusals.safety_plan_empty, platformRefusals.state_conflict)
  @SignedIn()
  @ClosedAfterCard()
  async activate(@Me() me: Actor): Promise<SafetyPlanDto> {
    await this.plans.move(me, 'active');
    return this.plans.mine(me);
  }

  /** Says that I am looking at my plan again; until it is active nobody else reads it. */
  @Post('me/safety-plan/review')
  @Refuses(platformRefusals.not_found, platformRefusals.state_conflict)
  @SignedIn()
  @ClosedAfterCard()
  async review(@Me() me: Actor): Promise<SafetyPlanDto> {
    await this.plans.move(me, 'under_review');
    return this.plans.mine(me);
  }

  /** Withdraws my plan: its words and all sharing are gone. */
  @Post('me/safety-plan/withdrawal')
  @Refuses(platformRefusals.not_found)
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  withdraw(@Me() me: Actor): Promise<void> {
    return this.plans.move(me, 'withdrawn');
  }

  /** Lets those who facilitate this run read my plan on the days of its roster, while my enrolment lasts. */
  @Put('enrolments/:id/safety-plan-share')
  @Refuses(enrolmentRefusals.safety_plan_needs_a_place)
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  share(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.plans.share(me, id);
  }

  /** From now on nobody of this run reads my plan. */
  @Delete('enrolments/:id/safety-plan-share')
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  endShare(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.plans.endShare(me, id);
  }

  /** The safety plan that a learner shares with this run; for those who facilitate it. Each reading is recorded. */
  @Get('enrolments/:id/safety-plan')
  @Refuses(sessionsRefusals.roster_closed)
  @Only('facilitator')
  @Discloses(safetyPlanRecord, { inPath: 'id' })
  read(@Me() me: Actor, @Id('id') id: string): Promise<SharedSafetyPlanDto> {
    return this.plans.ofEnrolment(me, id);
  }
}
