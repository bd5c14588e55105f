import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactModule } from '../contact/contact.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { RolesModule } from '../roles/roles.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { MeController } from './me.controller.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { OneTimeLink, Password, Person, RoleGrant } from './person.entity.js';
import { ProfileService } from './profile.service.js';

@Module({
  imports: [
    ContactModule,
    RegistrationModule,
    RolesModule,
    SignInModule,
    TypeOrmModule.forFeature([OneTimeLink, Password, Person, RoleGrant]),
  ],
  controllers: [MeController, PeopleController],
  providers: [PeopleService, ProfileService],
  exports: [PeopleService],
})
export class AccountModule {}
