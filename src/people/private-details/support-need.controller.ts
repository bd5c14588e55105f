import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { SupportNeedBody, SupportNeedChange, SupportNeedDto, SupportNeedPage } from './support-need.dto.js';
import { SupportNeedService } from './support-need.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { peopleRefusals } from '../people.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('me/support-needs')
export class SupportNeedController {
  constructor(private readonly needs: SupportNeedService) {}

  /** What helps me to take part. */
  @Get()
  @SignedIn()
  @ClosedAfterCard()
  async list(@Me() me: Actor, @Query() page: ShortListQuery): Promise<SupportNeedPage> {
    return shortPage(await this.needs.mine(me), page);
  }

  /** Writes down something that helps me. */
  @Post()
  @Refuses(
    platformRefusals.consent_withdrawn,
    platformRefusals.keys_out_of_reach,
    peopleRefusals.support_need_period,
    peopleRefusals.too_many_support_needs,
  )
  @SignedIn()
  async add(@Me() me: Actor, @Body() body: SupportNeedBody): Promise<SupportNeedDto> {
    return this.needs.one(me, await this.needs.add(me, body));
  }

  /** One of the things that help me. */
  @Get(':id')
  @SignedIn()
  @ClosedAfterCard()
  read(@Me() me: Actor, @Id('id') id: string): Promise<SupportNeedDto> {
    return this.needs.one(me, id);
  }

  /** Changes it, or with whom it is shared. */
  @Patch(':id')
  @Refuses(platformRefusals.consent_withdrawn, peopleRefusals.support_need_period)
  @SignedIn()
  @ClosedAfterCard()
  async change(@Me() me: Actor, @Id('id') id: string, @Body() wish: SupportNeedChange): Promise<SupportNeedDto> {
    await this.needs.change(me, id, wish);
    return this.needs.one(me, id);
  }

  /** Removes it for good. */
  @Delete(':id')
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  remove(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.needs.remove(me, id);
  }
}
