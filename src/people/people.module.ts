import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CollegeModule } from '../college/college.module.js';
import { AccessTokens } from './sign-in/access-tokens.js';
import { ContactChangeController } from './contact/contact-change.controller.js';
import { ContactChangeService } from './contact/contact-change.service.js';
import { ContactConfirmationService } from './contact/contact-confirmation.service.js';
import { ConsentController } from './consents/consent.controller.js';
import { ConsentService } from './consents/consent.service.js';
import { EmergencyContactController } from './private-details/emergency-contact.controller.js';
import { EmergencyContactService } from './private-details/emergency-contact.service.js';
import { NamesController } from './private-details/names.controller.js';
import { PrintedNameService } from './private-details/printed-name.service.js';
import { PrivateTextService } from './private-details/private-text.service.js';
import { SupportNeedController } from './private-details/support-need.controller.js';
import { SupportNeedService } from './private-details/support-need.service.js';
import { AuthController } from './sign-in/auth.controller.js';
import { KeysController } from './sign-in/keys.controller.js';
import { BearerStrategy } from './sign-in/bearer.strategy.js';
import { FactorCodeService } from './sign-in/factor-code.service.js';
import { FamiliarNetworkService } from './sign-in/familiar-network.service.js';
import { FirstPasswordService } from './sign-in/first-password.service.js';
import { MeController } from './account/me.controller.js';
import { ProfileService } from './account/profile.service.js';
import { OneTimeLinkService } from './sign-in/one-time-link.service.js';
import { PasswordService } from './sign-in/password.service.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { PasswordHashing } from './sign-in/password-hashing.js';
import { PeopleController } from './account/people.controller.js';
import { PeopleService } from './account/people.service.js';
import { Password, OneTimeLink, Person, RoleGrant } from './account/person.entity.js';
import { RefreshService } from './sign-in/refresh.service.js';
import { Registration, SafeContact } from './registration/registration.entity.js';
import { RegistrationService } from './registration/registration.service.js';
import { RoleGrantController } from './roles/role-grant.controller.js';
import { RoleGrantService } from './roles/role-grant.service.js';
import { RoleService } from './roles/role.service.js';
import { SafeContactService } from './contact/safe-contact.service.js';
import { SecondFactorController } from './sign-in/second-factor.controller.js';
import { SecondFactorService } from './sign-in/second-factor.service.js';
import { SignInService } from './sign-in/sign-in.service.js';

@Module({
  imports: [
    PassportModule,
    CollegeModule,
    TypeOrmModule.forFeature([Person, Password, RoleGrant, OneTimeLink, Registration, SafeContact]),
  ],
  controllers: [
    AuthController,
    ConsentController,
    ContactChangeController,
    EmergencyContactController,
    KeysController,
    MeController,
    NamesController,
    PeopleController,
    RoleGrantController,
    SecondFactorController,
    SignInController,
    SupportNeedController,
  ],
  providers: [
    AccessTokens,
    BearerStrategy,
    ConsentService,
    ContactChangeService,
    ContactConfirmationService,
    EmergencyContactService,
    FactorCodeService,
    FamiliarNetworkService,
    FirstPasswordService,
    PrintedNameService,
    OneTimeLinkService,
    PasswordHashing,
    PasswordService,
    PeopleService,
    PrivateTextService,
    ProfileService,
    RefreshService,
    RegistrationService,
    RoleGrantService,
    RoleService,
    SafeContactService,
    SecondFactorService,
    SignInService,
    SupportNeedService,
  ],
  exports: [
    ConsentService,
    ContactChangeService,
    ContactConfirmationService,
    EmergencyContactService,
    FamiliarNetworkService,
    PrintedNameService,
    OneTimeLinkService,
    PeopleService,
    PrivateTextService,
    RegistrationService,
    RoleService,
    SafeContactService,
    SecondFactorService,
    SignInService,
    SupportNeedService,
  ],
})
export class PeopleModule {}
