import { Body, Controller, Get, Post, Put, Query } from '@nestjs/common';
import { Me, Only } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { DebriefService } from './debrief.service.js';
import { DebriefBody, DebriefPage, DeliveryBody, DeliveryDto, DeliveryTimesBody, WaiverBody } from './delivery.dto.js';
import { DeliveryService } from './delivery.service.js';
import { SessionDto } from '../sessions/session.dto.js';
import { SessionService } from '../sessions/session.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';

@Controller('sessions/:id')
export class DeliveryController {
  constructor(
    private readonly deliveries: DeliveryService,
    private readonly debriefs: DebriefService,
    private readonly sessions: SessionService,
  ) {}

  /** Marks a session delivered, with those who were in the room (BR-29). */
  @Post('delivery')
  @Refuses(
    platformRefusals.state_conflict,
    sessionsRefusals.delivered_minutes_exceed_session,
    sessionsRefusals.nobody_was_there,
    sessionsRefusals.not_on_this_run,
    sessionsRefusals.run_closed,
    sessionsRefusals.session_not_begun,
  )
  @Only('facilitator', 'coordinator')
  async deliver(@Me() me: Actor, @Id('id') id: string, @Body() body: DeliveryBody): Promise<SessionDto> {
    return this.sessions.one(me, await this.deliveries.deliver(me, id, body));
  }

  /** Corrects how long a delivered session was, until its register locks; credit follows (BR-229). */
  @Put('delivery')
  @Refuses(
    sessionsRefusals.delivered_minutes_exceed_session,
    sessionsRefusals.delivery_locked,
    sessionsRefusals.session_not_begun,
    sessionsRefusals.session_not_delivered,
  )
  @Only('facilitator', 'coordinator')
  async correct(@Me() me: Actor, @Id('id') id: string, @Body() body: DeliveryTimesBody): Promise<DeliveryDto> {
    return this.deliveries.one(me, await this.deliveries.correct(me, id, body));
  }

  /** Who was in the room; for those who run it. */
  @Get('delivery')
  @Only('facilitator', 'coordinator', 'administrator')
  read(@Me() me: Actor, @Id('id') id: string): Promise<DeliveryDto> {
    return this.deliveries.one(me, id);
  }

  /** Lets a session go on without a peer who dropped out late (BR-28). */
  @Post('waiver')
  @Refuses(
    sessionsRefusals.session_over,
    sessionsRefusals.waiver_by_facilitator,
    sessionsRefusals.waiver_given,
    sessionsRefusals.waiver_not_needed,
    sessionsRefusals.waiver_not_open,
  )
  @Only('coordinator')
  async waive(@Me() me: Actor, @Id('id') id: string, @Body() { reason }: WaiverBody): Promise<DeliveryDto> {
    return this.deliveries.one(me, await this.deliveries.waive(me, id, reason));
  }

  /** The notes of both facilitators about their practice. */
  @Get('debrief')
  @Only('facilitator')
  async debrief(@Me() me: Actor, @Id('id') id: string, @Query() page: ShortListQuery): Promise<DebriefPage> {
    return shortPage(await this.debriefs.list(me, id), page);
  }

  /** Writes my notes about our practice; never about a learner (BR-39). */
  @Put('debrief')
  @Refuses(sessionsRefusals.session_not_delivered)
  @Only('facilitator')
  async writeDebrief(@Me() me: Actor, @Id('id') id: string, @Body() body: DebriefBody): Promise<DebriefPage> {
    await this.debriefs.write(me, id, body);
    return { items: await this.debriefs.list(me, id), next: null };
  }
}
