import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { emergencyContact } from '../people.personal.js';
import {
  EmergencyContactBody,
  EmergencyContactDto,
  EmergencyContactUseBody,
  EmergencyContactUsePage,
  OpenedEmergencyContactDto,
} from './emergency-contact.dto.js';
import { EmergencyContactService } from './emergency-contact.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class EmergencyContactController {
  constructor(private readonly contacts: EmergencyContactService) {}

  /** My emergency contact. */
  @Get('me/emergency-contact')
  @Refuses(platformRefusals.not_found)
  @SignedIn()
  @ClosedAfterCard()
  mine(@Me() me: Actor): Promise<EmergencyContactDto> {
    return this.contacts.mine(me);
  }

  /**
   * Names somebody to call if anyone is in danger; it takes the place of whoever was named before. Needs a proof from the
   * last ten minutes; I am told inside the service.
   */
  @Put('me/emergency-contact')
  @Refuses(platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  async name(@Me() me: Actor, @Body() body: EmergencyContactBody): Promise<EmergencyContactDto> {
    await this.contacts.name(me, body);
    return this.contacts.mine(me);
  }

  /** Names nobody any more. Needs a proof from the last ten minutes; I am told inside the service. */
  @Delete('me/emergency-contact')
  @Refuses(platformRefusals.not_found, platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  remove(@Me() me: Actor): Promise<void> {
    return this.contacts.remove(me);
  }

  /** Who opened my emergency contact, when and why. */
  @Get('me/emergency-contact-uses')
  @SignedIn()
  @ClosedAfterCard()
  uses(@Me() me: Actor, @Query() query: PageQuery): Promise<EmergencyContactUsePage> {
    return this.contacts.uses(me, query);
  }

  /**
   * Opens somebody's emergency contact because someone is in danger. They and every administrator see that you did, and
   * why. Repeating the call is another use, also under the same Idempotency-Key.
   */
  @Post('people/:id/emergency-contact-uses')
  @Refuses(peopleRefusals.emergency_contact_only_in_danger, platformRefusals.sign_in_again)
  @ApiOperation({ operationId: 'openPersonEmergencyContact' })
  @Only('coordinator', 'administrator')
  @Discloses(emergencyContact, { inPath: 'id' })
  async use(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { reason }: EmergencyContactUseBody,
  ): Promise<OpenedEmergencyContactDto> {
    return this.contacts.usedBy(me, await this.contacts.use(me, id, reason));
  }
}
