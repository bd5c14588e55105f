import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { legalNameRecord } from '../people.personal.js';
import { LegalNameDto, LegalNameReadingBody, NamesChange, NamesDto } from './names.dto.js';
import { PrintedNameService } from './printed-name.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class NamesController {
  constructor(private readonly names: PrintedNameService) {}

  /** My names, and which of them is printed. */
  @Get('me/names')
  @SignedIn()
  @ClosedAfterCard()
  mine(@Me() me: Actor): Promise<NamesDto> {
    return this.names.mine(me);
  }

  /** Changes my names beside the chosen one, or which of them is printed. */
  @Patch('me/names')
  @Refuses(peopleRefusals.printed_name_missing)
  @SignedIn()
  @ClosedAfterCard()
  async change(@Me() me: Actor, @Body() wish: NamesChange): Promise<NamesDto> {
    await this.names.change(me, wish);
    return this.names.mine(me);
  }

  /** Looks up somebody's legal name. They can see that you did, and why. */
  @Post('people/:id/legal-name-readings')
  @ApiOperation({ operationId: 'readPersonLegalName' })
  @Only('administrator')
  @Discloses(legalNameRecord, { ownRecording: true })
  readLegal(@Me() me: Actor, @Id('id') id: string, @Body() { reason }: LegalNameReadingBody): Promise<LegalNameDto> {
    return this.names.readLegal(me, id, reason);
  }
}
