import { Module } from '@nestjs/common';
import { CourseApprovalModule } from './approval/course-approval.module.js';
import { CourseCatalogueModule } from './catalogue/course-catalogue.module.js';
import { CoProductionModule } from './co-production/co-production.module.js';
import { CourseProposalsModule } from './proposals/course-proposals.module.js';
import { CourseVersionsModule } from './versions/course-versions.module.js';

/** Courses and their versions, made and approved together. Each topic has a module of its own. */
@Module({
  imports: [
    CourseApprovalModule,
    CourseCatalogueModule,
    CoProductionModule,
    CourseProposalsModule,
    CourseVersionsModule,
  ],
  exports: [CourseCatalogueModule, CourseVersionsModule],
})
export class CoursesModule {}
