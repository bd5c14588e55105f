import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ContributorController } from './co-production/contributor.controller.js';
import { ContributorService } from './co-production/contributor.service.js';
import { CourseFileController } from './versions/course-file.controller.js';
import { CourseFileService } from './versions/course-file.service.js';
import { CourseController } from './catalogue/course.controller.js';
import { Course, CourseVersion } from './catalogue/course.entity.js';
import { CourseService } from './catalogue/course.service.js';
import { MeetingController } from './co-production/meeting.controller.js';
import { MeetingService } from './co-production/meeting.service.js';
import { ProposalController } from './proposals/proposal.controller.js';
import { ProposalService } from './proposals/proposal.service.js';
import { PublicationService } from './approval/publication.service.js';
import { ReviewService } from './approval/review.service.js';
import { SignOffService } from './approval/sign-off.service.js';
import { CourseVersionController } from './versions/course-version.controller.js';
import { CourseVersionService } from './versions/course-version.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, TypeOrmModule.forFeature([Course, CourseVersion])],
  controllers: [
    CourseController,
    CourseVersionController,
    ContributorController,
    MeetingController,
    ProposalController,
    CourseFileController,
  ],
  providers: [
    CourseService,
    CourseFileService,
    CourseVersionService,
    ContributorService,
    MeetingService,
    ProposalService,
    PublicationService,
    ReviewService,
    SignOffService,
  ],
  exports: [CourseVersionService, CourseService],
})
export class CoursesModule {}
