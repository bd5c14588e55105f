import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Contributor } from './contributor.entity.js';
import { CoproductionAttendance, CoproductionMeeting } from './coproduction-meeting.entity.js';
import { CourseVersionsModule } from '../versions/course-versions.module.js';
import { ContributorController } from './contributor.controller.js';
import { ContributorService } from './contributor.service.js';
import { MeetingController } from './meeting.controller.js';
import { MeetingService } from './meeting.service.js';

@Module({
  imports: [CourseVersionsModule, TypeOrmModule.forFeature([Contributor, CoproductionAttendance, CoproductionMeeting])],
  controllers: [ContributorController, MeetingController],
  providers: [ContributorService, MeetingService],
  exports: [ContributorService],
})
export class CoProductionModule {}
