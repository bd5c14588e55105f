import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EarlierBasis } from './earlier-basis.entity.js';
import { Registration } from './registration.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { ConsentsModule } from '../consents/consents.module.js';
import { LeavingService } from './leaving.service.js';
import { RegistrationService } from './registration.service.js';
import { WelcomeWishService } from './welcome-wish.service.js';

@Module({
  imports: [CollegeModule, ConsentsModule, TypeOrmModule.forFeature([EarlierBasis, Registration])],
  providers: [LeavingService, RegistrationService, WelcomeWishService],
  exports: [LeavingService, RegistrationService, WelcomeWishService],
})
export class RegistrationModule {}
