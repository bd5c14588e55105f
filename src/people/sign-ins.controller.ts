import { Body, Controller, Delete, Get, HttpCode, Put } from '@nestjs/common';
import { Me, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/access/actor.js';
import { Id } from '../platform/http/id.param.js';
import { Limited } from '../platform/limits/rate-limits.js';
import { Passwords } from './passwords.service.js';
import { SignIns } from './sign-in.service.js';
import { PasswordChange, SignInPage } from './sign-ins.dto.js';

@Controller('me')
export class SignInsController {
  constructor(
    private readonly signIns: SignIns,
    private readonly passwords: Passwords,
  ) {}

  /** Where I am signed in. */
  @Get('sign-ins') @SignedIn()
  async list(@Me() me: Actor): Promise<SignInPage> {
    return { items: await this.signIns.live(me), next: null };
  }

  /** Ends one of my sign-ins, and its tokens at once. */
  @Delete('sign-ins/:id') @SignedIn() @HttpCode(204)
  end(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.signIns.signOut(me, id);
  }

  /** Changes my password and ends my other sign-ins. */
  @Put('password') @SignedIn() @HttpCode(204) @Limited('password')
  change(@Me() me: Actor, @Body() { currentPassword, newPassword }: PasswordChange): Promise<void> {
    return this.passwords.change(me, currentPassword, newPassword);
  }
}
