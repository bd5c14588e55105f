import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Registration } from './registration.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { ConsentsModule } from '../consents/consents.module.js';
import { RegistrationService } from './registration.service.js';

@Module({
  imports: [CollegeModule, ConsentsModule, TypeOrmModule.forFeature([Registration])],
  providers: [RegistrationService],
  exports: [RegistrationService],
})
export class RegistrationModule {}
