import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';
import { Id } from '../../platform/http/id.param.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { enrolledRecord } from '../enrolment.personal.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { MyNoticePage, RunNoticeBody, RunNoticeDto } from './run-notice.dto.js';
import { RunNoticeService } from './run-notice.service.js';

@Controller()
export class RunNoticeController {
  constructor(private readonly notices: RunNoticeService) {}

  /**
   * Writes to everybody with a place on a run. They read it signed in; outside, at most that there is something new, and
   * only on ways that they called safe. `dryRun` only says whom it is for.
   */
  @Post('runs/:id/notices')
  @Refuses(
    platformRefusals.batch_too_large,
    platformRefusals.forbidden,
    platformRefusals.keys_out_of_reach,
    sessionsRefusals.roster_closed,
    enrolmentRefusals.run_cancelled,
    enrolmentRefusals.run_over,
  )
  @Only('facilitator', 'coordinator')
  @Limited('notice')
  @HttpCode(200)
  @Discloses(enrolledRecord, { inAnswer: 'rows.personId' })
  send(@Me() me: Actor, @Id('id') runId: string, @Body() body: RunNoticeBody): Promise<RunNoticeDto> {
    return this.notices.send(me, runId, body);
  }

  /**
   * What those who run my courses wrote to me, for 90 days, while I have the place. It is here whatever I said about ways
   * to reach me, also where nothing of it is among my messages.
   */
  @Get('me/notices')
  @Refuses(platformRefusals.keys_out_of_reach)
  @SignedIn()
  mine(@Me() me: Actor, @Query() query: PageQuery): Promise<MyNoticePage> {
    return this.notices.mine(me, query);
  }
}
