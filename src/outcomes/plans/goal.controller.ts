import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { GoalBody, GoalChange, GoalConclusionBody, GoalDto } from './goal.dto.js';
import { GoalService } from './goal.service.js';
import { goalRecord } from '../outcomes.personal.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Goals')
@Controller()
export class GoalController {
  constructor(private readonly goals: GoalService) {}

  /** Sets a goal of mine; from anybody else who sees the goals it is a proposal (BR-69). */
  @Post('learning-plans/:id/goals')
  @Refuses(platformRefusals.forbidden, outcomesRefusals.plan_closed)
  @SignedIn()
  @Changes(goalRecord)
  async add(@Me() me: Actor, @Id() planId: string, @Body() body: GoalBody): Promise<GoalDto> {
    return this.goals.one(me, await this.goals.add(me, planId, body));
  }

  /** One goal. */
  @Get('goals/:id')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  @Discloses(goalRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<GoalDto> {
    return this.goals.one(me, id);
  }

  /** Changes a goal of mine, or says where I am with it. Needs If-Match. */
  @Patch('goals/:id')
  @Refuses(platformRefusals.forbidden, outcomesRefusals.goal_not_active)
  @SignedIn()
  async change(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() wish: GoalChange,
  ): Promise<GoalDto> {
    return this.goals.one(me, await this.goals.change(me, id, expected, wish));
  }

  /** Makes what somebody proposed a goal of mine (BR-69). */
  @Post('goals/:id/acceptance')
  @Refuses(platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(goalRecord)
  async accept(@Me() me: Actor, @Id() id: string): Promise<GoalDto> {
    return this.goals.one(me, await this.goals.moveGoal(me, id, 'active'));
  }

  /** Leaves what somebody proposed. */
  @Post('goals/:id/decline')
  @Refuses(platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(goalRecord)
  async decline(@Me() me: Actor, @Id() id: string): Promise<GoalDto> {
    return this.goals.one(me, await this.goals.moveGoal(me, id, 'declined'));
  }

  /** Ends a goal of mine: reached, replaced, or let go. */
  @Post('goals/:id/conclusion')
  @Refuses(platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(goalRecord)
  async conclude(@Me() me: Actor, @Id() id: string, @Body() { state }: GoalConclusionBody): Promise<GoalDto> {
    return this.goals.one(me, await this.goals.moveGoal(me, id, state));
  }
}
