import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CompletionRecord } from './completion-record.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { EnrolmentModule } from '../../enrolment/enrolment.module.js';
import { PeopleModule } from '../../people/people.module.js';
import { SessionsModule } from '../../sessions/sessions.module.js';
import { CompletionService } from './completion.service.js';

@Module({
  imports: [CollegeModule, EnrolmentModule, PeopleModule, SessionsModule, TypeOrmModule.forFeature([CompletionRecord])],
  providers: [CompletionService],
  exports: [CompletionService],
})
export class CompletionModule {}
