import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, Only } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { SeriesBody, SeriesChange, SeriesDto } from './series.dto.js';
import { SessionSeriesService } from './session-series.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class SeriesController {
  constructor(private readonly series: SessionSeriesService) {}

  /** Drafts a weekly series of sessions in one call; closed days are left out. */
  @Post('runs/:id/session-series')
  @Refuses(
    sessionsRefusals.facilitator_double_booked,
    sessionsRefusals.certification_expires_before_last_session,
    sessionsRefusals.local_time_skipped,
    sessionsRefusals.room_double_booked,
    sessionsRefusals.run_closed,
    sessionsRefusals.session_ends_before_start,
    sessionsRefusals.session_in_past,
  )
  @ApiOperation({ operationId: 'draftRunSessionSeries' })
  @Only('facilitator', 'coordinator')
  async draft(@Me() me: Actor, @Id('id') id: string, @Body() body: SeriesBody): Promise<SeriesDto> {
    return this.series.one(me, await this.series.draft(me, id, body));
  }

  /** One series, with the ids of its sessions. */
  @Get('session-series/:id')
  @Only('facilitator', 'coordinator')
  read(@Me() me: Actor, @Id('id') id: string): Promise<SeriesDto> {
    return this.series.one(me, id);
  }

  /** Moves what is still to come of a series and was not touched on its own. Needs If-Match. */
  @Patch('session-series/:id')
  @Refuses(sessionsRefusals.session_ends_before_start, sessionsRefusals.run_closed)
  @Only('facilitator', 'coordinator')
  async change(
    @Me() me: Actor,
    @Id('id') id: string,
    @IfMatch() expected: number,
    @Body() wish: SeriesChange,
  ): Promise<SeriesDto> {
    return this.series.one(me, await this.series.change(me, id, expected, wish));
  }
}
