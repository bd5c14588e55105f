import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CollegeModule } from '../../college/college.module.js';
import { ConsentsModule } from '../consents/consents.module.js';
import { Registration, SafeContact } from './registration.entity.js';
import { RegistrationService } from './registration.service.js';

@Module({
  imports: [CollegeModule, ConsentsModule, TypeOrmModule.forFeature([Registration, SafeContact])],
  providers: [RegistrationService],
  exports: [RegistrationService],
})
export class RegistrationModule {}
