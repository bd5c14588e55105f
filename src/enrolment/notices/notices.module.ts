import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PeopleModule } from '../../people/people.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { RunNoticeController } from './run-notice.controller.js';
import { RunNotice } from './run-notice.entity.js';
import { RunNoticeService } from './run-notice.service.js';

@Module({
  imports: [PeopleModule, SessionsModule, TypeOrmModule.forFeature([RunNotice])],
  controllers: [RunNoticeController],
  providers: [RunNoticeService],
  exports: [RunNoticeService],
})
export class NoticesModule {}
