import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { Id } from '../../platform/http/id.param.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { enrolmentRecord } from '../enrolment.personal.js';
import { WaitlistExplanationDto, WaitlistPage } from './waitlist.dto.js';
import { WaitlistService } from './waitlist.service.js';

@ApiTags('RunEnrolments')
@Controller('runs/:id')
export class WaitlistController {
  constructor(private readonly waitlists: WaitlistService) {}

  /** Those who wait, in the order in which they are asked; for coordinators and the run's own facilitators. */
  @Get('waitlist')
  @Only('coordinator', 'facilitator')
  @Discloses(enrolmentRecord)
  waitlist(@Me() me: Actor, @Id('id') runId: string, @Query() query: PageQuery): Promise<WaitlistPage> {
    return this.waitlists.queue(me, runId, query);
  }

  /** Why those who wait have no place yet: numbers and reasons, never people. */
  @Get('waitlist/explanation')
  @SignedIn()
  explanation(@Me() me: Actor, @Id('id') runId: string): Promise<WaitlistExplanationDto> {
    return this.waitlists.explanation(me, runId);
  }
}
