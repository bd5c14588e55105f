import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { MeetingBody, MeetingDto, MeetingPage } from './meeting.dto.js';
import { MeetingService } from './meeting.service.js';
import { courseRefusals } from '../course.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Meetings')
@Controller('course-versions/:id/meetings')
export class MeetingController {
  constructor(private readonly meetings: MeetingService) {}

  /** The meetings of a co-production group, for itself and staff. */
  @Get()
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async list(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<MeetingPage> {
    return shortPage(await this.meetings.list(me, id), page);
  }

  /** Records a meeting: who was there, what was decided, and what somebody saw differently (BR-2). */
  @Post()
  @Refuses(courseRefusals.version_immutable, courseRefusals.attendee_not_contributor, courseRefusals.not_held_yet)
  @SignedIn()
  async record(@Me() me: Actor, @Id() id: string, @Body() body: MeetingBody): Promise<MeetingDto> {
    return this.meetings.one(await this.meetings.recordMeeting(me, id, body));
  }
}
