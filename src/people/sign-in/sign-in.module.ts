import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DeviceToken, RefreshToken, SignIn } from './sign-in.entity.js';
import { EarlierPassword, OneTimeLink, Password, PasswordCard } from './password.entity.js';
import { AccountTracesModule } from '../account-traces/account-traces.module.js';
import { PassportModule } from '@nestjs/passport';
import { ContactModule } from '../contact/contact.module.js';
import { AccessTokens } from './access-tokens.js';
import { AuthController } from './auth.controller.js';
import { AccountPasswordService } from './account-password.service.js';
import { BearerStrategy } from './bearer.strategy.js';
import { DeviceTokenService } from './device-token.service.js';
import { FactorCodeService } from './factor-code.service.js';
import { KeysController } from './keys.controller.js';
import { OneTimeLinkService } from './one-time-link.service.js';
import { PasswordHashing } from './password-hashing.js';
import { PasswordService } from './password.service.js';
import { RefreshService } from './refresh.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInService } from './sign-in.service.js';
import { TokenHolderService } from './token-holder.service.js';

@Module({
  imports: [
    AccountTracesModule,
    PassportModule,
    ContactModule,
    TypeOrmModule.forFeature([DeviceToken, EarlierPassword, OneTimeLink, Password, PasswordCard, RefreshToken, SignIn]),
  ],
  controllers: [AuthController, KeysController, SignInController],
  providers: [
    AccessTokens,
    BearerStrategy,
    AccountPasswordService,
    DeviceTokenService,
    FactorCodeService,
    OneTimeLinkService,
    PasswordHashing,
    PasswordService,
    RefreshService,
    SignInService,
    TokenHolderService,
  ],
  exports: [
    AccountPasswordService,
    DeviceTokenService,
    FactorCodeService,
    OneTimeLinkService,
    PasswordHashing,
    PasswordService,
    SignInService,
    TokenHolderService,
  ],
})
export class SignInModule {}
