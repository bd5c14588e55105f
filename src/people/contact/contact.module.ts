import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SafeContact } from './safe-contact.entity.js';
import { ContactChange } from './contact-change.entity.js';
import { AccountTracesModule } from '../account-traces/account-traces.module.js';
import { CollegeModule } from '../../college/college.module.js';
import { ConsentsModule } from '../consents/consents.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { ContactChangeController } from './contact-change.controller.js';
import { ContactChangeService } from './contact-change.service.js';
import { ContactConfirmationService } from './contact-confirmation.service.js';
import { PasswordRecoveryCode } from './password-recovery-code.entity.js';
import { PasswordRecoveryCodeService } from './password-recovery-code.service.js';
import { SafeContactService } from './safe-contact.service.js';
import { ContactReplayService } from './contact-replay.service.js';

@Module({
  imports: [
    AccountTracesModule,
    CollegeModule,
    ConsentsModule,
    RegistrationModule,
    TypeOrmModule.forFeature([ContactChange, PasswordRecoveryCode, SafeContact]),
  ],
  controllers: [ContactChangeController],
  providers: [
    ContactReplayService,
    ContactChangeService,
    ContactConfirmationService,
    PasswordRecoveryCodeService,
    SafeContactService,
  ],
  exports: [ContactChangeService, ContactConfirmationService, PasswordRecoveryCodeService, SafeContactService],
})
export class ContactModule {}
