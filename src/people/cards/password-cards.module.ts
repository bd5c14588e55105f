import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { AccountTracesModule } from '../account-traces/account-traces.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { CardTellingService } from './card-telling.service.js';
import { FirstPasswordService } from './first-password.service.js';
import { PasswordCardQueryService } from './password-card-query.service.js';
import { PasswordCardController } from './password-card.controller.js';
import { PasswordCardService } from './password-card.service.js';
import { SignInReplayService } from './sign-in-replay.service.js';

@Module({
  imports: [AccountTracesModule, CollegeModule, SignInModule],
  controllers: [PasswordCardController],
  providers: [
    SignInReplayService,
    CardTellingService,
    FirstPasswordService,
    PasswordCardQueryService,
    PasswordCardService,
  ],
  exports: [CardTellingService, PasswordCardService],
})
export class PasswordCardsModule {}
