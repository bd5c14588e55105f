import { Module } from '@nestjs/common';
import { AccountTracesModule } from '../account-traces/account-traces.module.js';
import { ContactModule } from '../contact/contact.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { PasswordRecoveryController } from './password-recovery.controller.js';
import { PasswordRecoveryService } from './password-recovery.service.js';

@Module({
  imports: [AccountTracesModule, ContactModule, SignInModule],
  controllers: [PasswordRecoveryController],
  providers: [PasswordRecoveryService],
})
export class PasswordRecoveryModule {}
