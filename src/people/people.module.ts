import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CollegeModule } from '../college/college.module.js';
import { AccessTokens } from './access-tokens.js';
import { ContactChangeController } from './contact-change.controller.js';
import { ContactChanges } from './contact-change.service.js';
import { ContactConfirmations } from './contact-confirmation.service.js';
import { ConsentController } from './consent.controller.js';
import { Consents } from './consent.service.js';
import { EmergencyContactController } from './emergency-contact.controller.js';
import { EmergencyContacts } from './emergency-contact.service.js';
import { NamesController } from './names.controller.js';
import { Names } from './names.service.js';
import { PrivateTexts } from './private-texts.service.js';
import { SupportNeedController } from './support-need.controller.js';
import { SupportNeeds } from './support-need.service.js';
import { AuthController, KeysController } from './auth.controller.js';
import { BearerStrategy } from './bearer.strategy.js';
import { FactorCodes } from './factor-codes.service.js';
import { FamiliarNetworks } from './familiar-networks.service.js';
import { FirstPasswords } from './first-passwords.service.js';
import { MeController } from './me.controller.js';
import { Profiles } from './me.service.js';
import { OneTimeLinks } from './one-time-links.service.js';
import { Passwords } from './passwords.service.js';
import { SignInsController } from './sign-ins.controller.js';
import { PasswordHashing } from './password-hashing.js';
import { PeopleController } from './people.controller.js';
import { People } from './people.service.js';
import { Credential, OneTimeLink, Person, RoleGrant } from './person.entity.js';
import { Refreshes } from './refresh.service.js';
import { Registration, SafeContact } from './registration.entity.js';
import { Registrations } from './registration.service.js';
import { RoleGrantsController } from './role-grants.controller.js';
import { RoleGrants } from './role-grants.service.js';
import { Roles } from './roles.service.js';
import { SafeContacts } from './safe-contact.service.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactors } from './second-factor.service.js';
import { SignIns } from './sign-in.service.js';

@Module({
  imports: [
    PassportModule,
    CollegeModule,
    TypeOrmModule.forFeature([Person, Credential, RoleGrant, OneTimeLink, Registration, SafeContact]),
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
    RoleGrantsController,
    SecondFactorController,
    SignInsController,
    SupportNeedController,
  ],
  providers: [
    AccessTokens,
    BearerStrategy,
    Consents,
    ContactChanges,
    ContactConfirmations,
    EmergencyContacts,
    FactorCodes,
    FamiliarNetworks,
    FirstPasswords,
    Names,
    OneTimeLinks,
    PasswordHashing,
    Passwords,
    People,
    PrivateTexts,
    Profiles,
    Refreshes,
    Registrations,
    RoleGrants,
    Roles,
    SafeContacts,
    SecondFactors,
    SignIns,
    SupportNeeds,
  ],
  exports: [
    Consents,
    ContactChanges,
    ContactConfirmations,
    EmergencyContacts,
    FamiliarNetworks,
    Names,
    OneTimeLinks,
    People,
    PrivateTexts,
    Registrations,
    Roles,
    SafeContacts,
    SecondFactors,
    SignIns,
    SupportNeeds,
  ],
})
export class PeopleModule {}
