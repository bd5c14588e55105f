import { Module } from '@nestjs/common';
import { ContactModule } from '../contact/contact.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { PasswordRecoveryController } from './password-recovery.controller.js';
import { PasswordRecoveryService } from './password-recovery.service.js';

@Module({
  imports: [ContactModule, SignInModule],
  controllers: [PasswordRecoveryController],
  providers: [PasswordRecoveryService],
})
export class PasswordRecoveryModule {}
