import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiBody } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { textOf } from '../../catalogues/catalogues.js';
import { BeforeSecondFactor, Me, Public, SignedIn, Visitor } from '../../platform/access/access.decorators.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { deviceCookie, deviceCookieIn, deviceTokenIn, noDeviceCookie } from '../../platform/limits/device-token.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import {
  CodeAndPasswordBody,
  MessageSentDto,
  PasswordResetBody,
  RefreshBody,
  SignInBody,
  SignInTokensDto,
  SignOutBody,
  SignUpBody,
  TokensDto,
} from './auth.dto.js';
import { OneTimeLinkService } from './one-time-link.service.js';
import { RefreshService } from './refresh.service.js';
import { SignInService } from './sign-in.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { peopleRefusals } from '../people.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

const checkMessages = (): MessageSentDto => ({ message: textOf('answers.check_messages') });

@Controller('auth')
export class AuthController {
  constructor(
    private readonly links: OneTimeLinkService,
    private readonly signIns: SignInService,
    private readonly refreshes: RefreshService,
  ) {}

  /** Asks to join. The answer is the same for every address; the account works once the address is confirmed. */
  @Post('sign-up')
  @Refuses(peopleRefusals.email_unusable)
  @ApiOperation({ operationId: 'signUp' })
  @Public()
  @HttpCode(202)
  @Limited('sign-up')
  async signUp(@Visitor() visitor: Doer, @Body() body: SignUpBody): Promise<MessageSentDto> {
    await this.links.askToSignUp(visitor, body);
    return checkMessages();
  }

  /** Confirms the address of a sign-up with the code from the message, and sets the password. */
  @Post('email-confirmation')
  @Refuses(peopleRefusals.link_invalid, peopleRefusals.password_easily_guessed, peopleRefusals.password_holds_address)
  @ApiOperation({ operationId: 'confirmEmail' })
  @Public()
  @HttpCode(204)
  @Limited('code')
  confirm(@Visitor() visitor: Doer, @Body() { code, password }: CodeAndPasswordBody): Promise<void> {
    return this.links.confirmSignUp(visitor, code, password);
  }

  /** Asks for a new password. The answer is the same for every address. */
  @Post('password-reset')
  @Refuses(peopleRefusals.email_unusable)
  @ApiOperation({ operationId: 'requestPasswordReset' })
  @Public()
  @HttpCode(202)
  @Limited('password-reset')
  async resetPassword(@Visitor() visitor: Doer, @Body() { email }: PasswordResetBody): Promise<MessageSentDto> {
    await this.links.askToResetPassword(visitor, email);
    return checkMessages();
  }

  /** Sets the new password with the code from the message, and ends every sign-in. */
  @Post('password-reset/confirmation')
  @Refuses(peopleRefusals.password_easily_guessed, peopleRefusals.password_holds_address, peopleRefusals.link_invalid)
  @ApiOperation({ operationId: 'confirmPasswordReset' })
  @Public()
  @HttpCode(204)
  @Limited('code')
  confirmReset(@Visitor() visitor: Doer, @Body() { code, password }: CodeAndPasswordBody): Promise<void> {
    return this.links.confirmPasswordReset(visitor, code, password);
  }

  /**
   * Signs in with address and password, and a code where a second factor is on. Keep the device token and show it at the
   * next sign-in.
   */
  @Post('sign-in')
  @Refuses(
    platformRefusals.damaged_entry,
    peopleRefusals.second_factor_needed,
    peopleRefusals.second_factor_wrong,
    peopleRefusals.sign_in_failed,
    peopleRefusals.sign_in_queue_full,
  )
  @ApiOperation({ operationId: 'signIn' })
  @Public()
  @HttpCode(200)
  @Limited('sign-in')
  async signIn(
    @Visitor() visitor: Doer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: SignInBody,
  ): Promise<SignInTokensDto> {
    const tokens = await this.signIns.signIn(visitor, body, deviceTokenIn(request));
    if (body.deviceTokenIn !== 'cookie' || tokens.deviceToken === null) return tokens;
    reply.header('set-cookie', deviceCookie(tokens.deviceToken));
    return { ...tokens, deviceToken: null };
  }

  /** Swaps a refresh token for new tokens. After a lost answer the same call may be repeated for 30 seconds. */
  @Post('refresh')
  @Refuses(peopleRefusals.sign_in_ended)
  @ApiOperation({ operationId: 'refreshTokens' })
  @Public()
  @HttpCode(200)
  @Limited('refresh')
  refresh(@Body() { refreshToken }: RefreshBody): Promise<TokensDto> {
    return this.refreshes.refresh(refreshToken);
  }

  /** Ends this sign-in and its tokens at once; the device stays known unless it is to be forgotten. */
  @Post('sign-out')
  @Refuses(platformRefusals.not_found)
  @ApiOperation({ operationId: 'signOut' })
  @SignedIn()
  @BeforeSecondFactor()
  @HttpCode(204)
  @ApiBody({ type: SignOutBody, required: false })
  async signOut(
    @Me() me: Actor,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() { forgetDevice = false }: SignOutBody,
  ): Promise<void> {
    await this.signIns.signOut(me, me.signInId, { forgetDevice });
    // Without "cookies": that of a device that is not to be forgotten stays.
    reply.header('clear-site-data', '"cache", "storage"');
    if (forgetDevice && deviceCookieIn(headers) !== undefined) reply.header('set-cookie', noDeviceCookie);
  }
}
