import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Me, Only } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import {
  AssignmentAcceptanceBody,
  AssignmentBody,
  AssignmentDto,
  AssignmentPage,
  AssignmentQuery,
  ConflictBody,
  ConflictResolutionBody,
  StandingDownBody,
} from './facilitator.dto.js';
import { FacilitatorService } from './facilitator.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { enrolmentRefusals } from '../../enrolment/enrolment.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class FacilitatorController {
  constructor(private readonly facilitators: FacilitatorService) {}

  /** Who was asked to facilitate a run; for those who plan and those who were asked. */
  @Get('runs/:id/facilitators')
  @Only('facilitator', 'coordinator', 'administrator')
  list(@Me() me: Actor, @Id('id') id: string, @Query() query: AssignmentQuery): Promise<AssignmentPage> {
    return this.facilitators.list(me, id, query);
  }

  /** Asks somebody to facilitate a run. */
  @Post('runs/:id/facilitators')
  @Refuses(
    sessionsRefusals.run_closed,
    sessionsRefusals.assignment_exists,
    sessionsRefusals.certification_expires_before_last_session,
    enrolmentRefusals.learns_on_this_run,
    sessionsRefusals.not_a_facilitator,
  )
  @Only('coordinator')
  async offer(@Me() me: Actor, @Id('id') id: string, @Body() body: AssignmentBody): Promise<AssignmentDto> {
    return this.facilitators.one(me, await this.facilitators.offer(me, id, body));
  }

  /** One assignment. */
  @Get('facilitator-assignments/:id')
  @Only('facilitator', 'coordinator', 'administrator')
  read(@Me() me: Actor, @Id('id') id: string): Promise<AssignmentDto> {
    return this.facilitators.one(me, id);
  }

  /** Accepts what I was asked to do, with a conflict of interest if there is one. */
  @Post('facilitator-assignments/:id/acceptance')
  @Refuses(
    sessionsRefusals.run_closed,
    sessionsRefusals.certification_expires_before_last_session,
    sessionsRefusals.facilitator_double_booked,
    enrolmentRefusals.learns_on_this_run,
    platformRefusals.state_conflict,
  )
  @Only('facilitator')
  async accept(@Me() me: Actor, @Id('id') id: string, @Body() body: AssignmentAcceptanceBody): Promise<AssignmentDto> {
    return this.facilitators.one(me, await this.facilitators.accept(me, id, body));
  }

  /** Declines what I was asked to do; no reason is needed. */
  @Post('facilitator-assignments/:id/decline')
  @Refuses(sessionsRefusals.run_closed, platformRefusals.state_conflict)
  @Only('facilitator')
  async decline(@Me() me: Actor, @Id('id') id: string): Promise<AssignmentDto> {
    return this.facilitators.one(me, await this.facilitators.decline(me, id));
  }

  /** Ends an assignment: one's own, or anybody's by a coordinator. */
  @Post('facilitator-assignments/:id/standing-down')
  @Refuses(sessionsRefusals.run_closed, platformRefusals.state_conflict)
  @Only('facilitator', 'coordinator')
  async standDown(@Me() me: Actor, @Id('id') id: string, @Body() { reason }: StandingDownBody): Promise<AssignmentDto> {
    return this.facilitators.one(me, await this.facilitators.standDown(me, id, reason));
  }

  /** Declares a conflict of interest that came up later. */
  @Post('facilitator-assignments/:id/conflict')
  @Refuses(sessionsRefusals.run_closed)
  @Only('facilitator')
  async declareConflict(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { conflict }: ConflictBody,
  ): Promise<AssignmentDto> {
    return this.facilitators.one(me, await this.facilitators.declareConflict(me, id, conflict));
  }

  /** Records how somebody's conflict of interest was resolved. */
  @Post('facilitator-assignments/:id/conflict-resolution')
  @Refuses(sessionsRefusals.run_closed, sessionsRefusals.conflict_of_oneself, sessionsRefusals.no_open_conflict)
  @Only('coordinator')
  async resolveConflict(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { resolution }: ConflictResolutionBody,
  ): Promise<AssignmentDto> {
    return this.facilitators.one(me, await this.facilitators.resolveConflict(me, id, resolution));
  }
}
