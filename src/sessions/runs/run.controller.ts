import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { RunPlanningService } from './run-planning.service.js';
import { RunReadinessDto, RunBody, RunCancellation, RunChange, RunDto, RunPage } from './run.dto.js';
import { RunQuery } from './run-query.dto.js';
import { RunService } from './run.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { courseRefusals } from '../../courses/course.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('runs')
export class RunController {
  constructor(
    private readonly runs: RunService,
    private readonly planning: RunPlanningService,
  ) {}

  /** Runs; drafts only for those who run them. */
  @Get()
  @SignedIn()
  list(@Me() me: Actor, @Query() query: RunQuery): Promise<RunPage> {
    return this.runs.list(me, query);
  }

  /** Drafts a run of a published course version. */
  @Post()
  @Refuses(
    sessionsRefusals.run_booking_out_of_order,
    sessionsRefusals.camera_alternative_missing,
    sessionsRefusals.capacity_needed,
    sessionsRefusals.mode_not_offered,
    platformRefusals.not_found,
    courseRefusals.review_overdue,
    courseRefusals.version_not_published,
    courseRefusals.version_superseded,
  )
  @Only('coordinator')
  async draft(@Me() me: Actor, @Body() body: RunBody): Promise<RunDto> {
    return this.runs.one(me, await this.planning.draft(me, body));
  }

  /** One run. */
  @Get(':id')
  @SignedIn()
  read(@Me() me: Actor, @Id('id') id: string): Promise<RunDto> {
    return this.runs.one(me, id);
  }

  /** Changes a run. Needs If-Match. */
  @Patch(':id')
  @Refuses(
    sessionsRefusals.run_closed,
    sessionsRefusals.run_booking_out_of_order,
    sessionsRefusals.capacity_below_booked,
    sessionsRefusals.capacity_needed,
    sessionsRefusals.over_capacity,
    sessionsRefusals.over_ratio,
    sessionsRefusals.room_double_booked,
    sessionsRefusals.venue_in_another_zone,
  )
  @Only('coordinator')
  async change(
    @Me() me: Actor,
    @Id('id') id: string,
    @IfMatch() expected: number,
    @Body() wish: RunChange,
  ): Promise<RunDto> {
    return this.runs.one(me, await this.planning.change(me, id, expected, wish));
  }

  /** Whether a run can be opened, and everything that is still missing; for those who plan and those who were asked. */
  @Get(':id/readiness')
  @Only('facilitator', 'coordinator', 'administrator')
  readiness(@Me() me: Actor, @Id('id') id: string): Promise<RunReadinessDto> {
    return this.planning.missing(me, id);
  }

  /** Opens a run for booking (BR-21 to BR-26). */
  @Post(':id/opening')
  @Refuses(
    sessionsRefusals.assignment_not_accepted,
    sessionsRefusals.certification_expires_before_last_session,
    sessionsRefusals.co_delivery_pair_missing,
    sessionsRefusals.conflict_unresolved,
    sessionsRefusals.over_ratio,
    platformRefusals.state_conflict,
  )
  @Only('coordinator')
  async open(@Me() me: Actor, @Id('id') id: string): Promise<RunDto> {
    return this.runs.one(me, await this.planning.open(me, id));
  }

  /** Closes the books of a run whose sessions are all delivered or cancelled. */
  @Post(':id/closing')
  @Refuses(sessionsRefusals.sessions_not_over, platformRefusals.state_conflict)
  @Only('coordinator')
  async close(@Me() me: Actor, @Id('id') id: string): Promise<RunDto> {
    return this.runs.one(me, await this.planning.close(me, id));
  }

  /** Cancels a run and every session of it that was not held; everybody concerned is told. */
  @Post(':id/cancellation')
  @Refuses(platformRefusals.state_conflict)
  @Only('coordinator')
  async cancel(@Me() me: Actor, @Id('id') id: string, @Body() { reason }: RunCancellation): Promise<RunDto> {
    return this.runs.one(me, await this.planning.cancel(me, id, reason));
  }
}
