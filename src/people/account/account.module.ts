import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Person } from './person.entity.js';
import { ContactModule } from '../contact/contact.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { PasswordCardsModule } from '../cards/password-cards.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { MeController } from './me.controller.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { ProfileService } from './profile.service.js';
import { StandingService } from './standing.service.js';

@Module({
  imports: [
    ContactModule,
    RegistrationModule,
    RolesModule,
    PasswordCardsModule,
    SignInModule,
    TypeOrmModule.forFeature([Person]),
  ],
  controllers: [MeController, PeopleController],
  providers: [PeopleService, ProfileService, StandingService],
  exports: [PeopleService, StandingService],
})
export class AccountModule {}
