import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CollegeModule } from '../college/college.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ContributorsController } from './contributor.controller.js';
import { Contributors } from './contributor.service.js';
import { CourseFilesController } from './course-file.controller.js';
import { CourseFiles } from './course-file.service.js';
import { CoursesController } from './course.controller.js';
import { Course, CourseVersion } from './course.entity.js';
import { Courses } from './course.service.js';
import { MeetingsController } from './meeting.controller.js';
import { Meetings } from './meeting.service.js';
import { ProposalsController } from './proposal.controller.js';
import { Proposals } from './proposal.service.js';
import { Publications } from './publication.service.js';
import { Reviews } from './review.service.js';
import { SignOffs } from './sign-off.service.js';
import { CourseVersionsController } from './version.controller.js';
import { CourseVersions } from './version.service.js';

@Module({
  imports: [CollegeModule, PeopleModule, TypeOrmModule.forFeature([Course, CourseVersion])],
  controllers: [
    CoursesController,
    CourseVersionsController,
    ContributorsController,
    MeetingsController,
    ProposalsController,
    CourseFilesController,
  ],
  providers: [Courses, CourseFiles, CourseVersions, Contributors, Meetings, Proposals, Publications, Reviews, SignOffs],
  exports: [CourseVersions, Courses],
})
export class CoursesModule {}
