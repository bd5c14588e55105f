import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOkResponse, ApiParam } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Public, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { CalendarFeedBody, CalendarFeedChange, CalendarFeedDto, CalendarFeedLinkDto } from './calendar-feed.dto.js';
import { CalendarFeedService } from './calendar-feed.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class CalendarFeedController {
  constructor(private readonly feeds: CalendarFeedService) {}

  /** My private calendar feed, without its secret. */
  @Get('me/calendar-feed')
  @Refuses(platformRefusals.not_found)
  @SignedIn()
  mine(@Me() me: Actor): Promise<CalendarFeedDto> {
    return this.feeds.mine(me);
  }

  /**
   * Makes a new secret link for my calendar; the one before stops working. It ends when my password changes, and when no
   * calendar fetches it for 60 days. Needs a proof from the last ten minutes; I am told inside the service.
   */
  @Post('me/calendar-feed')
  @Refuses(platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  async make(@Me() me: Actor, @Body() { titles }: CalendarFeedBody): Promise<CalendarFeedLinkDto> {
    const { link } = await this.feeds.make(me, titles);
    return { ...(await this.feeds.mine(me)), link };
  }

  /**
   * Says what my calendar shows. To show course and place needs a proof from the last ten minutes, and I am told inside
   * the service.
   */
  @Patch('me/calendar-feed')
  @Refuses(platformRefusals.not_found, platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  async show(@Me() me: Actor, @Body() { titles }: CalendarFeedChange): Promise<CalendarFeedDto> {
    await this.feeds.show(me, titles);
    return this.feeds.mine(me);
  }

  /** Takes the secret link back. */
  @Delete('me/calendar-feed')
  @Refuses(platformRefusals.not_found)
  @SignedIn()
  @HttpCode(204)
  revoke(@Me() me: Actor): Promise<void> {
    return this.feeds.revoke(me);
  }

  /** The calendar behind a secret link (RFC 5545). */
  @Get('calendar-feeds/:token.ics')
  @Public()
  @Limited('feed', 'public-read')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @ApiParam({
    name: 'token',
    description: 'The secret part of the address.',
    schema: { type: 'string', maxLength: 100 },
  })
  @ApiOkResponse({ content: { 'text/calendar': { schema: { type: 'string' } } } })
  read(@Param('token') token: string): Promise<string> {
    return this.feeds.read(token);
  }
}
