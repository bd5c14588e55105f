import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountTrace } from './account-trace.entity.js';
import { AccountTraceService } from './account-trace.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([AccountTrace])],
  providers: [AccountTraceService],
  exports: [AccountTraceService],
})
export class AccountTracesModule {}
