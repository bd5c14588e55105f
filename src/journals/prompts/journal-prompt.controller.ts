import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { Confidential } from '../../platform/http/route-settings.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { JournalPromptPage, JournalPromptQuery, PromptOfferBody } from './prompt.dto.js';
import { JournalPromptService } from './journal-prompt.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('JournalPrompts')
@Controller()
@Confidential()
export class JournalPromptController {
  constructor(private readonly prompts: JournalPromptService) {}

  /** Questions to reflect on. Each is optional. */
  @Get('journal-prompts')
  @SignedIn()
  list(@Query() query: JournalPromptQuery): Promise<JournalPromptPage> {
    return this.prompts.all(query);
  }

  /** The prompts that are offered at a session, for those who attend or facilitate it. */
  @Get('sessions/:id/journal-prompts')
  @SignedIn()
  at(@Me() me: Actor, @Id('id') id: string, @Query() page: ShortListQuery): Promise<JournalPromptPage> {
    return this.prompts.at(me, id, page);
  }

  /** Offers prompts at a session that I facilitate. Nobody learns what becomes of them. */
  @Post('sessions/:id/journal-prompts')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async offer(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { promptIds }: PromptOfferBody,
  ): Promise<JournalPromptPage> {
    await this.prompts.offer(me, id, promptIds);
    return this.prompts.at(me, id);
  }

  /** Stops offering a prompt at a session that I facilitate. */
  @Delete('sessions/:id/journal-prompts/:promptId')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  @HttpCode(204)
  @ApiParam({ name: 'promptId', description: 'Id of the prompt.', schema: { type: 'string', maxLength: 64 } })
  withdraw(@Me() me: Actor, @Id('id') id: string, @Param('promptId') promptId: string): Promise<void> {
    return this.prompts.withdraw(me, id, promptId);
  }

  /**
   * Passes by what is offered at a session. The answer is always the same and nothing is kept, so hiding is up to the
   * screen (BR-135).
   */
  @Post('sessions/:id/journal-prompts/skipping')
  @SignedIn()
  @HttpCode(204)
  skip(@Id('id') _id: string): void {
    // Whatever was done here would be a trace.
  }
}
