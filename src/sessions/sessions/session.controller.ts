import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { SessionCallingOffService } from './session-calling-off.service.js';
import { SessionPublicationService } from './session-publication.service.js';
import { SessionPlanningService } from './session-planning.service.js';
import {
  DayCancellation,
  DraftsPublicationBody,
  PublicationBody,
  ReschedulingBody,
  SessionBatchDto,
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
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly planning: SessionPlanningService,
    private readonly publications: SessionPublicationService,
    private readonly callingOff: SessionCallingOffService,
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
  @Refuses(
    sessionsRefusals.planned_session_unknown,
    sessionsRefusals.certification_expires_before_last_session,
    sessionsRefusals.facilitator_double_booked,
    sessionsRefusals.held_too_long_ago,
    sessionsRefusals.local_time_repeated,
    sessionsRefusals.local_time_skipped,
    sessionsRefusals.over_capacity,
    sessionsRefusals.planned_session_held,
    sessionsRefusals.room_double_booked,
    sessionsRefusals.run_closed,
    sessionsRefusals.session_ends_before_start,
    sessionsRefusals.session_in_past,
  )
  @Only('facilitator', 'coordinator')
  async draft(@Me() me: Actor, @Id('id') id: string, @Body() body: SessionBody): Promise<SessionDto> {
    return this.sessions.one(me, await this.planning.draft(me, id, body));
  }

  /** Publishes all drafts of a run that can be, with a result for each; `dryRun` only says what would happen. */
  @Post('runs/:id/sessions/publication')
  @ApiOperation({ operationId: 'publishDraftsOfRun' })
  @Refuses(sessionsRefusals.run_closed)
  @Only('facilitator', 'coordinator')
  @HttpCode(200)
  publishDrafts(@Me() me: Actor, @Id('id') id: string, @Body() body: DraftsPublicationBody): Promise<SessionBatchDto> {
    return this.publications.publishDrafts(me, id, body);
  }

  /**
   * Cancels what begins in the rest of today, each by the day of its own place, as on a day of snow: all of it or
   * nothing. Everybody concerned is told; `dryRun` only lists it.
   */
  @Post('sessions/cancellation')
  @ApiOperation({ operationId: 'cancelSessionsOfToday' })
  @Only('coordinator')
  @HttpCode(200)
  cancelToday(@Me() me: Actor, @Body() body: DayCancellation): Promise<SessionBatchDto> {
    return this.callingOff.cancelToday(me, body);
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
  @Refuses(
    sessionsRefusals.session_ends_before_start,
    sessionsRefusals.certification_expires_before_last_session,
    sessionsRefusals.planned_minutes_exceed_session,
    sessionsRefusals.planned_session_held,
    sessionsRefusals.planned_session_marked,
    sessionsRefusals.planned_session_unknown,
    sessionsRefusals.run_closed,
    sessionsRefusals.session_in_past,
    sessionsRefusals.session_over,
    sessionsRefusals.session_published,
  )
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
  @Refuses(
    sessionsRefusals.access_info_missing,
    sessionsRefusals.certification_expires_before_last_session,
    sessionsRefusals.planned_minutes_missing,
    sessionsRefusals.run_closed,
    sessionsRefusals.session_in_past,
    platformRefusals.state_conflict,
  )
  @Only('facilitator', 'coordinator')
  async publish(@Me() me: Actor, @Id('id') id: string, @Body() body: PublicationBody): Promise<SessionDto> {
    return this.sessions.one(me, await this.publications.publish(me, id, body));
  }

  /** Moves a published session; everybody concerned is told (BR-32). */
  @Post('sessions/:id/rescheduling')
  @Refuses(
    sessionsRefusals.run_closed,
    sessionsRefusals.certification_expires_before_last_session,
    sessionsRefusals.not_a_published_session,
    sessionsRefusals.over_capacity,
    sessionsRefusals.session_ends_before_start,
    sessionsRefusals.session_has_marks,
    sessionsRefusals.session_in_past,
  )
  @Only('facilitator', 'coordinator')
  async reschedule(@Me() me: Actor, @Id('id') id: string, @Body() body: ReschedulingBody): Promise<SessionDto> {
    return this.sessions.one(me, await this.reschedulings.reschedule(me, id, body));
  }

  /** Cancels a session that was not delivered; everybody concerned is told (BR-33). */
  @Post('sessions/:id/cancellation')
  @Refuses(sessionsRefusals.run_closed, platformRefusals.state_conflict)
  @Only('facilitator', 'coordinator')
  async cancel(@Me() me: Actor, @Id('id') id: string, @Body() { reason }: SessionCancellation): Promise<SessionDto> {
    return this.sessions.one(me, await this.callingOff.cancel(me, id, reason));
  }
}
