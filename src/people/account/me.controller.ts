import { Body, Controller, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { BeforeSecondFactor, ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { MeChange, MeDto } from './me.dto.js';
import { ProfileService } from './profile.service.js';
import { StandingService } from './standing.service.js';
import { LeavingService } from '../registration/leaving.service.js';
import { RegistrationBody, RegistrationDto, ComingBackBody } from '../registration/registration.dto.js';
import { RegistrationService } from '../registration/registration.service.js';
import { SafeContactBody, SafeContactDto, SafeContactVersionPage } from '../contact/safe-contact.dto.js';
import { SafeContactService } from '../contact/safe-contact.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { collegeRefusals } from '../../college/college.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('me')
export class MeController {
  constructor(
    private readonly profiles: ProfileService,
    private readonly standings: StandingService,
    private readonly registrations: RegistrationService,
    private readonly leaving: LeavingService,
    private readonly safeContacts: SafeContactService,
  ) {}

  /** My profile and roles. */
  @Get()
  @SignedIn()
  @BeforeSecondFactor()
  async read(@Me() me: Actor): Promise<MeDto> {
    return (await this.standings.mine(me)).me;
  }

  /** Changes my profile. */
  @Patch()
  @SignedIn()
  async change(@Me() me: Actor, @Body() wish: MeChange): Promise<MeDto> {
    await this.profiles.change(me, wish);
    return (await this.standings.mine(me)).me;
  }

  /** My registration, and what is still missing. */
  @Get('registration')
  @SignedIn()
  async registration(@Me() me: Actor): Promise<RegistrationDto> {
    return (await this.standings.mine(me)).registration;
  }

  /** Registers me with the college, once; it is active as soon as nothing is missing. */
  @Put('registration')
  @Refuses(collegeRefusals.charter_language_unknown, peopleRefusals.charter_version_unknown)
  @SignedIn()
  async register(@Me() me: Actor, @Body() wish: RegistrationBody): Promise<RegistrationDto> {
    await this.registrations.complete(me, wish);
    return (await this.standings.mine(me)).registration;
  }

  /**
   * Pauses my registration: confirmed places stay, offers and waiting positions go to others, and nothing reaches me but
   * what waits inside the service.
   */
  @Post('registration/pause')
  @Refuses(platformRefusals.not_found, platformRefusals.state_conflict)
  @SignedIn()
  @ClosedAfterCard()
  async pause(@Me() me: Actor): Promise<RegistrationDto> {
    await this.leaving.pause(me);
    return (await this.standings.mine(me)).registration;
  }

  /**
   * Leaves the college: places go to others, and what I share ends. Nothing is deleted, and I can read and take along
   * everything that is mine.
   */
  @Post('registration/leaving')
  @Refuses(platformRefusals.changed_meanwhile, platformRefusals.not_found, platformRefusals.state_conflict)
  @ApiOperation({ operationId: 'leaveCollege' })
  @SignedIn()
  @ClosedAfterCard()
  async leave(@Me() me: Actor): Promise<RegistrationDto> {
    await this.leaving.leave(me);
    return (await this.standings.mine(me)).registration;
  }

  /** Takes my registration up again under the current charter; what was given up does not come back by itself. */
  @Post('registration/return')
  @Refuses(
    peopleRefusals.charter_not_accepted,
    peopleRefusals.charter_version_unknown,
    platformRefusals.not_found,
    platformRefusals.state_conflict,
  )
  @ApiOperation({ operationId: 'comeBackToCollege' })
  @SignedIn()
  async comeBack(@Me() me: Actor, @Body() wish: ComingBackBody): Promise<RegistrationDto> {
    await this.leaving.comeBack(me, wish);
    return (await this.standings.mine(me)).registration;
  }

  /** How I may safely be reached. */
  @Get('safe-contact')
  @SignedIn()
  safeContact(@Me() me: Actor): Promise<SafeContactDto> {
    return this.safeContacts.mine(me);
  }

  /**
   * Says how I may safely be reached; a way that is not named is not safe. What this adds waits to be confirmed on a
   * way that was safe before. Who closes the way to a new password by e-mail gets ten codes for it, shown this once.
   */
  @Put('safe-contact')
  @Refuses(platformRefusals.closed_after_card, platformRefusals.sign_in_again)
  @SignedIn()
  async saySafeContact(@Me() me: Actor, @Body() wish: SafeContactBody): Promise<SafeContactDto> {
    return this.safeContacts.mine(me, await this.safeContacts.replaceMine(me, wish));
  }

  /** Says that what I have said about safe contact is still so. */
  @Post('safe-contact/confirmation')
  @Refuses(peopleRefusals.safe_contact_missing, platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  async confirmSafeContact(@Me() me: Actor): Promise<SafeContactDto> {
    await this.safeContacts.confirm(me);
    return this.safeContacts.mine(me);
  }

  /** What I have said about safe contact so far, newest first. */
  @Get('safe-contact/history')
  @SignedIn()
  @ClosedAfterCard()
  safeContactHistory(@Me() me: Actor, @Query() query: PageQuery): Promise<SafeContactVersionPage> {
    return this.safeContacts.history(me, query);
  }
}
