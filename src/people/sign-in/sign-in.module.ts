import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DeviceToken, RefreshToken, SignIn } from './sign-in.entity.js';
import { FirstPasswordCode, OneTimeLink, Password } from './password.entity.js';
import { PassportModule } from '@nestjs/passport';
import { ContactModule } from '../contact/contact.module.js';
import { AccessTokens } from './access-tokens.js';
import { AuthController } from './auth.controller.js';
import { BearerStrategy } from './bearer.strategy.js';
import { DeviceTokenService } from './device-token.service.js';
import { FactorCodeService } from './factor-code.service.js';
import { FirstPasswordService } from './first-password.service.js';
import { KeysController } from './keys.controller.js';
import { OneTimeLinkService } from './one-time-link.service.js';
import { PasswordHashing } from './password-hashing.js';
import { PasswordService } from './password.service.js';
import { RefreshService } from './refresh.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInService } from './sign-in.service.js';

@Module({
  imports: [
    PassportModule,
    ContactModule,
    TypeOrmModule.forFeature([DeviceToken, FirstPasswordCode, OneTimeLink, Password, RefreshToken, SignIn]),
  ],
  controllers: [AuthController, KeysController, SignInController],
  providers: [
    AccessTokens,
    BearerStrategy,
    DeviceTokenService,
    FactorCodeService,
    FirstPasswordService,
    OneTimeLinkService,
    PasswordHashing,
    PasswordService,
    RefreshService,
    SignInService,
  ],
  exports: [
    DeviceTokenService,
    FactorCodeService,
    FirstPasswordService,
    OneTimeLinkService,
    PasswordHashing,
    PasswordService,
    SignInService,
  ],
})
export class SignInModule {}
