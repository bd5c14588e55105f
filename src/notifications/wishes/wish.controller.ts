import { Controller, Get, Query } from '@nestjs/common';
import { ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { WishPage } from './wish.dto.js';
import { WishService } from './wish.service.js';

@Controller('me/wishes')
export class WishController {
  constructor(private readonly wishes: WishService) {}

  /** What I asked the people of the college for, by when somebody answers, and what came of it. */
  @Get()
  @SignedIn()
  @ClosedAfterCard()
  async list(@Me() me: Actor, @Query() page: ShortListQuery): Promise<WishPage> {
    return shortPage(await this.wishes.mine(me), page);
  }
}
