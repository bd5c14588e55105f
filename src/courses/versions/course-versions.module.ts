import { Module } from '@nestjs/common';
import { CollegeModule } from '../../college/college.module.js';
import { CourseFileController } from './course-file.controller.js';
import { CourseFileService } from './course-file.service.js';
import { CourseVersionController } from './course-version.controller.js';
import { CourseVersionService } from './course-version.service.js';

@Module({
  imports: [CollegeModule],
  controllers: [CourseFileController, CourseVersionController],
  providers: [CourseFileService, CourseVersionService],
  exports: [CourseVersionService],
})
export class CourseVersionsModule {}
