import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { TermBody, TermChange, TermDto, TermPage, TermQuery } from './term.dto.js';
import { TermService } from './term.service.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('terms')
export class TermController {
  constructor(private readonly terms: TermService) {}

  /** Terms, the latest first. */
  @Get()
  @SignedIn()
  list(@Me() me: Actor, @Query() query: TermQuery): Promise<TermPage> {
    return this.terms.list(me, query);
  }

  /** Plans a term. */
  @Post()
  @Refuses(sessionsRefusals.term_dates_out_of_order)
  @Only('coordinator', 'administrator')
  async add(@Me() me: Actor, @Body() body: TermBody): Promise<TermDto> {
    return this.terms.one(me, await this.terms.add(me, body));
  }

  /** One term. */
  @Get(':id')
  @SignedIn()
  read(@Me() me: Actor, @Id('id') id: string): Promise<TermDto> {
    return this.terms.one(me, id);
  }

  /** Changes a term. Needs If-Match. */
  @Patch(':id')
  @Refuses(sessionsRefusals.term_dates_out_of_order)
  @Only('coordinator', 'administrator')
  async change(
    @Me() me: Actor,
    @Id('id') id: string,
    @IfMatch() expected: number,
    @Body() wish: TermChange,
  ): Promise<TermDto> {
    await this.terms.change(me, id, expected, wish);
    return this.terms.one(me, id);
  }
}
