import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CourseVersion } from './course-version.entity.js';
import { CourseFile } from './course-file.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { CourseFileController } from './course-file.controller.js';
import { CourseFileService } from './course-file.service.js';
import { CourseVersionController } from './course-version.controller.js';
import { CourseVersionService } from './course-version.service.js';

@Module({
  imports: [CollegeModule, TypeOrmModule.forFeature([CourseFile, CourseVersion])],
  controllers: [CourseFileController, CourseVersionController],
  providers: [CourseFileService, CourseVersionService],
  exports: [CourseVersionService],
})
export class CourseVersionsModule {}
