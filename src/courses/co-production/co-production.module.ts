import { Module } from '@nestjs/common';
import { CourseVersionsModule } from '../versions/course-versions.module.js';
import { ContributorController } from './contributor.controller.js';
import { ContributorService } from './contributor.service.js';
import { MeetingController } from './meeting.controller.js';
import { MeetingService } from './meeting.service.js';

@Module({
  imports: [CourseVersionsModule],
  controllers: [ContributorController, MeetingController],
  providers: [ContributorService, MeetingService],
  exports: [ContributorService],
})
export class CoProductionModule {}
