import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CourseVersionsModule } from '../versions/course-versions.module.js';
import { CourseController } from './course.controller.js';
import { Course, CourseVersion } from './course.entity.js';
import { CourseService } from './course.service.js';

@Module({
  imports: [CourseVersionsModule, TypeOrmModule.forFeature([Course, CourseVersion])],
  controllers: [CourseController],
  providers: [CourseService],
  exports: [CourseService],
})
export class CourseCatalogueModule {}
