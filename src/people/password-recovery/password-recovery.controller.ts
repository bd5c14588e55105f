import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Public, SignedIn, Visitor } from '../../platform/access/access.decorators.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { PasswordRecoveryCodeService } from '../contact/password-recovery-code.service.js';
import { PasswordRecoveryBody, PasswordRecoveryCodesDto } from './password-recovery.dto.js';
import { PasswordRecoveryService } from './password-recovery.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class PasswordRecoveryController {
  constructor(
    private readonly codes: PasswordRecoveryCodeService,
    private readonly recoveries: PasswordRecoveryService,
  ) {}

  /**
   * Ten codes for a new password without e-mail, in place of all earlier ones; they are shown this once. Needs a proof
   * from the last ten minutes.
   */
  @Post('me/password-recovery-codes')
  @Refuses(platformRefusals.sign_in_again)
  @ApiOperation({ operationId: 'renewMyPasswordRecoveryCodes' })
  @SignedIn()
  @ClosedAfterCard()
  @Limited('proof')
  async renew(@Me() me: Actor): Promise<PasswordRecoveryCodesDto> {
    return { recoveryCodes: await this.codes.renewMine(me) };
  }

  /** Sets the new password with a code from paper, without e-mail, and ends every sign-in. */
  @Post('auth/password-reset/recovery-code')
  @Refuses(
    peopleRefusals.password_holds_address,
    peopleRefusals.password_easily_guessed,
    peopleRefusals.recovery_code_invalid,
  )
  @ApiOperation({ operationId: 'resetPasswordWithRecoveryCode' })
  @Public()
  @HttpCode(204)
  @Limited('password-reset')
  recover(@Visitor() visitor: Doer, @Body() body: PasswordRecoveryBody): Promise<void> {
    return this.recoveries.recover(visitor, body);
  }
}
