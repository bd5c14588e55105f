import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, Only, Public } from '../../platform/access/access.decorators.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { EnrolmentQueryService } from '../enrolments/enrolment-query.service.js';
import { EnrolmentDto } from '../enrolments/enrolment.dto.js';
import { PriorityBody, PriorityTierBody, PriorityTierDto, PriorityTierPage } from './priority.dto.js';
import { PriorityService } from './priority.service.js';
import { enrolmentRecord } from '../enrolment.personal.js';
import { Changes } from '../../platform/disclosure/discloses.decorator.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class PriorityController {
  constructor(
    private readonly priorities: PriorityService,
    private readonly queries: EnrolmentQueryService,
  ) {}

  /** Who is asked first when a place comes free, and why: for everybody to read. */
  @Get('priority-tiers')
  @Public()
  @Limited('public-read')
  async tiers(@Query() page: ShortListQuery): Promise<PriorityTierPage> {
    return shortPage(await this.priorities.tiers(), page);
  }

  /** Publishes a tier with its reason. */
  @Post('priority-tiers')
  @Refuses(enrolmentRefusals.priority_basis_forbidden, enrolmentRefusals.priority_tier_exists)
  @Only('coordinator', 'administrator')
  async publish(@Me() me: Actor, @Body() body: PriorityTierBody): Promise<PriorityTierDto> {
    return this.priorities.tier(await this.priorities.publish(me, body));
  }

  /** Moves somebody who waits to another tier, for a stated reason. */
  @Post('enrolments/:id/priority')
  @Refuses(enrolmentRefusals.not_waiting, platformRefusals.own_record, enrolmentRefusals.priority_tier_unknown)
  @ApiOperation({ operationId: 'changeEnrolmentPriority' })
  @Only('coordinator')
  @Changes(enrolmentRecord)
  async move(@Me() me: Actor, @Id('id') id: string, @Body() body: PriorityBody): Promise<EnrolmentDto> {
    return this.queries.one(me, await this.priorities.moveToTier(me, id, body));
  }
}
