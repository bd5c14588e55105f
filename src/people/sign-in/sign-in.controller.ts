import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { BeforeSecondFactor, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { AccessTokenDto, ProofBody } from './auth.dto.js';
import { PasswordService } from './password.service.js';
import { SignInService } from './sign-in.service.js';
import { PasswordChange, SignInPage } from './sign-in.dto.js';
import { peopleRefusals } from '../people.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('SignIns')
@Controller('me')
export class SignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly passwords: PasswordService,
  ) {}

  /** Where I am signed in. */
  @Get('sign-ins')
  @SignedIn()
  async list(@Me() me: Actor, @Query() page: ShortListQuery): Promise<SignInPage> {
    return shortPage(await this.signIns.live(me), page);
  }

  /** Ends one of my sign-ins, and its tokens at once, that of its device too. */
  @Delete('sign-ins/:id')
  @ApiOperation({ operationId: 'endMySignIn' })
  @SignedIn()
  @HttpCode(204)
  end(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.signIns.signOut(me, id, { forgetDevice: true });
  }

  /** Proves again that it is me, for acts that need a proof from the last ten minutes. */
  @Post('sign-ins/current/proof')
  @Refuses(peopleRefusals.password_wrong, peopleRefusals.second_factor_needed, peopleRefusals.second_factor_wrong)
  @ApiOperation({ operationId: 'proveMySignIn' })
  @SignedIn()
  @BeforeSecondFactor()
  @HttpCode(200)
  @Limited('proof')
  prove(@Me() me: Actor, @Body() { password, code }: ProofBody): Promise<AccessTokenDto> {
    return this.signIns.prove(me, password, code);
  }

  /** Changes my password and ends my other sign-ins. Needs a proof from the last ten minutes. */
  @Put('password')
  @Refuses(
    peopleRefusals.password_holds_address,
    peopleRefusals.password_easily_guessed,
    peopleRefusals.password_wrong,
    platformRefusals.sign_in_again,
  )
  @SignedIn()
  @HttpCode(204)
  @Limited('password')
  change(@Me() me: Actor, @Body() { currentPassword, newPassword }: PasswordChange): Promise<void> {
    return this.passwords.change(me, currentPassword, newPassword);
  }
}
