import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { Me, SignedIn } from '../../platform/access/access.decorators.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import type { Actor } from '../../platform/actor.js';
import { OneOf } from '../../platform/http/one-of.param.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { ConsentBody, ConsentDto, ConsentLinePage, ConsentPage } from './consent.dto.js';
import { type ConsentPurpose, consentPurposes } from './consent.rules.js';
import { ConsentService } from './consent.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('me')
export class ConsentController {
  constructor(private readonly consents: ConsentService) {}

  /** What I may agree to, in plain words, and what I have said. */
  @Get('consents')
  @SignedIn()
  async list(@Me() me: Actor, @Query() page: ShortListQuery): Promise<ConsentPage> {
    return shortPage(await this.consents.mine(me), page);
  }

  /** What I have said so far, newest first. */
  @Get('consent-history')
  @SignedIn()
  history(@Me() me: Actor, @Query() query: PageQuery): Promise<ConsentLinePage> {
    return this.consents.history(me, query);
  }

  /** Gives or withdraws a consent, with the same call. */
  @Put('consents/:purpose')
  @Refuses(platformRefusals.closed_after_card, peopleRefusals.consent_needs_details, platformRefusals.sign_in_again)
  @SignedIn()
  async say(
    @Me() me: Actor,
    @OneOf('purpose', consentPurposes, 'The purpose.') purpose: ConsentPurpose,
    @Body() { given }: ConsentBody,
  ): Promise<ConsentDto> {
    await this.consents.recordConsent(me, purpose, given);
    return this.consents.one(me, purpose);
  }
}
