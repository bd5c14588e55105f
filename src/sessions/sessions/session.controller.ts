import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { SessionPlanningService } from './session-planning.service.js';
import {
  PublicationBody,
  ReschedulingBody,
  SessionBody,
  SessionCancellation,
  SessionChange,
  SessionDto,
  SessionPage,
  SessionQuery,
  SessionsQuery,
} from './session.dto.js';
import { SessionService } from './session.service.js';
import { ReschedulingService } from './rescheduling.service.js';

@Controller()
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly planning: SessionPlanningService,
    private readonly reschedulings: ReschedulingService,
  ) {}

  /** The sessions of a run, by start; drafts only for those who run it. */
  @Get('runs/:id/sessions')
  @SignedIn()
  list(@Me() me: Actor, @Id('id') id: string, @Query() query: SessionQuery): Promise<SessionPage> {
    return this.sessions.list(me, id, query);
  }

  /** Drafts a session of one's own run. */
  @Post('runs/:id/sessions')
  @Only('facilitator', 'coordinator')
  async draft(@Me() me: Actor, @Id('id') id: string, @Body() body: SessionBody): Promise<SessionDto> {
    return this.sessions.one(me, await this.planning.draft(me, id, body));
  }

  /** The sessions of the college by start: of all runs for those who plan, of one's own for those who facilitate. */
  @Get('sessions')
  @Only('facilitator', 'coordinator', 'administrator')
  all(@Me() me: Actor, @Query() query: SessionsQuery): Promise<SessionPage> {
    return this.sessions.all(me, query);
  }

  /** One session. */
  @Get('sessions/:id')
  @SignedIn()
  read(@Me() me: Actor, @Id('id') id: string): Promise<SessionDto> {
    return this.sessions.one(me, id);
  }

  /** Changes a session. Times and place of a published one are moved by rescheduling. Needs If-Match. */
  @Patch('sessions/:id')
  @Only('facilitator', 'coordinator')
  async change(
    @Me() me: Actor,
    @Id('id') id: string,
    @IfMatch() expected: number,
    @Body() wish: SessionChange,
  ): Promise<SessionDto> {
    return this.sessions.one(me, await this.planning.change(me, id, expected, wish));
  }

  /** Publishes a session of one's own run (BR-31). */
  @Post('sessions/:id/publication')
  @Only('facilitator', 'coordinator')
  async publish(@Me() me: Actor, @Id('id') id: string, @Body() body: PublicationBody): Promise<SessionDto> {
    return this.sessions.one(me, await this.planning.publish(me, id, body));
  }

  /** Moves a published session; everybody concerned is told (BR-32). */
  @Post('sessions/:id/rescheduling')
  @Only('facilitator', 'coordinator')
  async reschedule(@Me() me: Actor, @Id('id') id: string, @Body() body: ReschedulingBody): Promise<SessionDto> {
    return this.sessions.one(me, await this.reschedulings.reschedule(me, id, body));
  }

  /** Cancels a session that was not delivered; everybody concerned is told (BR-33). */
  @Post('sessions/:id/cancellation')
  @Only('facilitator', 'coordinator')
  async cancel(@Me() me: Actor, @Id('id') id: string, @Body() { reason }: SessionCancellation): Promise<SessionDto> {
    return this.sessions.one(me, await this.planning.cancel(me, id, reason));
  }
}
