import { Module } from '@nestjs/common';
import { CompletionModule } from './completion/completion.module.js';
import { RegisterModule } from './register/register.module.js';
import { WelfareModule } from './welfare/welfare.module.js';

/** Registers, completion and welfare follow-ups. Each topic has a module of its own. */
@Module({
  imports: [CompletionModule, RegisterModule, WelfareModule],
  exports: [CompletionModule, RegisterModule, WelfareModule],
})
export class AttendanceModule {}
