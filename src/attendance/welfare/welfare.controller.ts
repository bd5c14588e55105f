import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { followUpRecord } from '../attendance.personal.js';
import { AttemptBody, FollowUpBody, FollowUpDto, FollowUpPage, FollowUpQuery } from './welfare.dto.js';
import { WelfareService } from './welfare.service.js';
import { WelfareQueryService } from './welfare-query.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { attendanceRefusals } from '../attendance.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('welfare-follow-ups')
export class WelfareController {
  constructor(
    private readonly queries: WelfareQueryService,
    private readonly followUps: WelfareService,
  ) {}

  /** My own, those of the runs that I co-facilitate, and all of them for coordinators; the most urgent first. */
  @Get()
  @SignedIn()
  @Discloses(followUpRecord)
  list(@Me() me: Actor, @Query() query: FollowUpQuery): Promise<FollowUpPage> {
    return this.queries.list(me, query);
  }

  /** Asks that somebody gets in touch: with myself, or with a learner of a run that I co-facilitate. */
  @Post()
  @Refuses(attendanceRefusals.follow_up_open_already, platformRefusals.not_found, sessionsRefusals.roster_closed)
  @SignedIn()
  @Changes(followUpRecord)
  async open(@Me() me: Actor, @Body() { enrolmentId }: FollowUpBody): Promise<FollowUpDto> {
    return this.queries.one(me, await this.followUps.open(me, enrolmentId));
  }

  /** One follow-up, with the ways that are safe and where to find help at once. */
  @Get(':id')
  @Refuses(sessionsRefusals.roster_closed)
  @SignedIn()
  @Discloses(followUpRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<FollowUpDto> {
    return this.queries.one(me, id);
  }

  /** Records an attempt to get in touch, in one of the ways that the learner marked as safe. */
  @Post(':id/attempts')
  @Refuses(
    attendanceRefusals.channel_not_safe,
    attendanceRefusals.no_safe_channel,
    platformRefusals.own_record,
    sessionsRefusals.roster_closed,
    platformRefusals.state_conflict,
  )
  @Only('facilitator', 'coordinator')
  @Discloses(followUpRecord)
  async attempt(@Me() me: Actor, @Id() id: string, @Body() body: AttemptBody): Promise<FollowUpDto> {
    return this.queries.one(me, await this.followUps.attempt(me, id, body));
  }

  /** Says that I would rather not be asked about this. No reason is needed. */
  @Post(':id/decline')
  @Refuses(platformRefusals.forbidden, sessionsRefusals.roster_closed, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(followUpRecord)
  async decline(@Me() me: Actor, @Id() id: string): Promise<FollowUpDto> {
    return this.queries.one(me, await this.followUps.decline(me, id));
  }

  /** Closes a follow-up after something came of it. */
  @Post(':id/closing')
  @Refuses(platformRefusals.own_record, sessionsRefusals.roster_closed, platformRefusals.state_conflict)
  @Only('facilitator', 'coordinator')
  @Discloses(followUpRecord)
  async close(@Me() me: Actor, @Id() id: string): Promise<FollowUpDto> {
    return this.queries.one(me, await this.followUps.close(me, id));
  }
}
