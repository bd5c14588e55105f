import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { Id } from '../../platform/http/id.param.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { enrolmentRecord } from '../enrolment.personal.js';
import { QueuePage, WaitlistExplanationDto, WaitlistPage, WaitlistsQuery } from './waitlist.dto.js';
import { WaitlistService } from './waitlist.service.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('RunEnrolments')
@Controller()
export class WaitlistController {
  constructor(private readonly waitlists: WaitlistService) {}

  /**
   * How long the queues of open runs are; for coordinators of all, for facilitators of their own runs on the days of the
   * roster.
   */
  @Get('waitlists')
  @Only('coordinator', 'facilitator')
  all(@Me() me: Actor, @Query() query: WaitlistsQuery): Promise<QueuePage> {
    return this.waitlists.all(me, query);
  }

  /** Those who wait, in the order in which they are asked; for coordinators and the run's own facilitators. */
  @Get('runs/:id/waitlist')
  @Refuses(sessionsRefusals.roster_closed)
  @Only('coordinator', 'facilitator')
  @Discloses(enrolmentRecord)
  waitlist(@Me() me: Actor, @Id('id') runId: string, @Query() query: PageQuery): Promise<WaitlistPage> {
    return this.waitlists.queue(me, runId, query);
  }

  /** Why those who wait have no place yet: numbers and reasons, never people. */
  @Get('runs/:id/waitlist/explanation')
  @SignedIn()
  explanation(@Me() me: Actor, @Id('id') runId: string): Promise<WaitlistExplanationDto> {
    return this.waitlists.explanation(me, runId);
  }
}
