import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import {
  ContactChangeDto,
  ContactChangePage,
  ContactConfirmationBody,
  EmailChangeBody,
  EmailCompletionBody,
  InPersonConfirmationBody,
  InPersonConfirmationDto,
} from './contact-change.dto.js';
import { ContactChangeService } from './contact-change.service.js';
import { ContactConfirmationService } from './contact-confirmation.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { peopleRefusals } from '../people.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class ContactChangeController {
  constructor(
    private readonly changes: ContactChangeService,
    private readonly confirmations: ContactConfirmationService,
  ) {}

  /**
   * Asks for another e-mail address. First it is confirmed on a way that was safe before, then from the new address.
   * The answer is the same for every address.
   */
  @Post('me/email-change')
  @Refuses(peopleRefusals.email_unusable, platformRefusals.sign_in_again)
  @ApiOperation({ operationId: 'changeMyEmail' })
  @SignedIn()
  @ClosedAfterCard()
  @Limited('contact-change')
  async changeEmail(@Me() me: Actor, @Body() { email }: EmailChangeBody): Promise<ContactChangeDto> {
    return this.changes.one(me, await this.confirmations.askForEmail(me, email));
  }

  /** Changes of how I am reached, newest first. */
  @Get('me/contact-changes')
  @SignedIn()
  @ClosedAfterCard()
  list(@Me() me: Actor, @Query() query: PageQuery): Promise<ContactChangePage> {
    return this.changes.mine(me, query);
  }

  /** One of these changes. */
  @Get('me/contact-changes/:id')
  @SignedIn()
  @ClosedAfterCard()
  read(@Me() me: Actor, @Id('id') id: string): Promise<ContactChangeDto> {
    return this.changes.one(me, id);
  }

  /** Confirms a change with the code that went to the old address, or inside the service with a recent sign-in. */
  @Post('me/contact-changes/:id/confirmation')
  @Refuses(
    platformRefusals.changed_meanwhile,
    peopleRefusals.confirm_in_person,
    peopleRefusals.contact_code_wrong,
    platformRefusals.sign_in_again,
    platformRefusals.state_conflict,
  )
  @SignedIn()
  @ClosedAfterCard()
  @Limited('contact-code')
  async confirm(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { code }: ContactConfirmationBody,
  ): Promise<ContactChangeDto> {
    await this.confirmations.confirm(me, id, code);
    return this.changes.one(me, id);
  }

  /** Confirms a new address with the code that went there; from now on it is the address of my account. */
  @Post('me/contact-changes/:id/completion')
  @Refuses(peopleRefusals.email_unusable, peopleRefusals.link_invalid)
  @SignedIn()
  @ClosedAfterCard()
  @Limited('contact-code')
  async complete(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { code }: EmailCompletionBody,
  ): Promise<ContactChangeDto> {
    await this.confirmations.complete(me, id, code);
    return this.changes.one(me, id);
  }

  /** Takes a change back that is not done yet. */
  @Delete('me/contact-changes/:id')
  @SignedIn()
  @HttpCode(204)
  takeBack(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.changes.takeBack(me, id);
  }

  /** Confirms what somebody has asked for who is here in person. They see who did, and how you knew. */
  @Post('people/:id/contact-confirmations')
  @Refuses(platformRefusals.own_record)
  @Only('coordinator')
  async confirmInPerson(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() body: InPersonConfirmationBody,
  ): Promise<InPersonConfirmationDto> {
    return this.confirmations.confirmed(me, await this.confirmations.confirmInPerson(me, id, body));
  }
}
