import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/actor.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';
import { Id } from '../platform/http/id.param.js';
import { InboxQuery, MessageDto, MessagePage } from './inbox.dto.js';
import { InboxService } from './inbox.service.js';

@Controller('me/messages')
export class InboxController {
  constructor(private readonly inbox: InboxService) {}

  /** My messages inside this service, newest first. */
  @Get()
  @SignedIn()
  list(@Me() me: Actor, @Query() query: InboxQuery): Promise<MessagePage> {
    return this.inbox.list(me, query);
  }

  /** One of my messages. */
  @Get(':id')
  @Refuses(platformRefusals.keys_out_of_reach)
  @SignedIn()
  one(@Me() me: Actor, @Id('id') id: string): Promise<MessageDto> {
    return this.inbox.one(me, id);
  }

  /** Marks one of my messages as read. */
  @Post(':id/reading')
  @Refuses(platformRefusals.keys_out_of_reach)
  @ApiOperation({ operationId: 'markMyMessageAsRead' })
  @SignedIn()
  async read(@Me() me: Actor, @Id('id') id: string): Promise<MessageDto> {
    return this.inbox.one(me, await this.inbox.read(me, id));
  }
}
