import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { BeforeSecondFactor, ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { RecoveryCodesDto, SecondFactorCodeBody, SecondFactorDto, SecondFactorSetupDto } from './second-factor.dto.js';
import { SecondFactorService } from './second-factor.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { peopleRefusals } from '../people.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('me/second-factor')
export class SecondFactorController {
  constructor(private readonly factors: SecondFactorService) {}

  /** My second factor. */
  @Get()
  @SignedIn()
  @BeforeSecondFactor()
  read(@Me() me: Actor): Promise<SecondFactorDto> {
    return this.factors.mine(me);
  }

  /**
   * Begins to connect an authenticator app. Nothing changes until its first code confirms it. Needs a proof from the
   * last ten minutes.
   */
  @Post()
  @Refuses(peopleRefusals.second_factor_on, platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  @BeforeSecondFactor()
  @Limited('proof')
  async begin(@Me() me: Actor): Promise<SecondFactorSetupDto> {
    await this.factors.begin(me);
    return this.factors.setup(me);
  }

  /** Turns the second factor on with the first code of the app, and ends my other sign-ins. */
  @Post('confirmation')
  @Refuses(platformRefusals.not_found, peopleRefusals.second_factor_wrong, platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  @BeforeSecondFactor()
  @Limited('proof')
  async confirm(@Me() me: Actor, @Body() { code }: SecondFactorCodeBody): Promise<SecondFactorDto> {
    await this.factors.confirm(me, code);
    return this.factors.mine(me);
  }

  /**
   * New recovery codes in place of all earlier ones; they are shown this once. Needs a proof from the last ten minutes.
   */
  @Post('recovery-codes')
  @Refuses(platformRefusals.not_found, platformRefusals.sign_in_again)
  @ApiOperation({ operationId: 'renewMySecondFactorRecoveryCodes' })
  @SignedIn()
  @ClosedAfterCard()
  @Limited('proof')
  async renewRecoveryCodes(@Me() me: Actor): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.factors.renewRecoveryCodes(me) };
  }

  /**
   * Turns the second factor off and ends my other sign-ins, for instance to connect another phone. Needs a proof from
   * the last ten minutes.
   */
  @Delete()
  @Refuses(platformRefusals.not_found, platformRefusals.sign_in_again)
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  @Limited('proof')
  remove(@Me() me: Actor): Promise<void> {
    return this.factors.remove(me);
  }
}
