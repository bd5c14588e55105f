import { Module } from '@nestjs/common';
import { AccountModule } from './account/account.module.js';
import { AccountTracesModule } from './account-traces/account-traces.module.js';
import { ConsentsModule } from './consents/consents.module.js';
import { ContactModule } from './contact/contact.module.js';
import { PasswordRecoveryModule } from './password-recovery/password-recovery.module.js';
import { PasswordCardsModule } from './cards/password-cards.module.js';
import { PrivateDetailsModule } from './private-details/private-details.module.js';
import { RegistrationModule } from './registration/registration.module.js';
import { RolesModule } from './roles/roles.module.js';
import { SecondFactorModule } from './second-factor/second-factor.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

/** Accounts, sign-in, registration, contact and what people confide. Each topic has a module of its own. */
@Module({
  imports: [
    AccountModule,
    AccountTracesModule,
    ConsentsModule,
    ContactModule,
    PasswordRecoveryModule,
    PasswordCardsModule,
    PrivateDetailsModule,
    RegistrationModule,
    RolesModule,
    SecondFactorModule,
    SignInModule,
  ],
  exports: [
    AccountModule,
    AccountTracesModule,
    ContactModule,
    PasswordCardsModule,
    PrivateDetailsModule,
    RegistrationModule,
    RolesModule,
    SignInModule,
  ],
})
export class PeopleModule {}
