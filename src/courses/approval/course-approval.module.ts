import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SignOff } from './sign-off.entity.js';
import { PeriodicReview, QaReview, QaReviewer } from './qa-review.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { CourseVersionsModule } from '../versions/course-versions.module.js';
import { ApprovalController } from './approval.controller.js';
import { PublicationService } from './publication.service.js';
import { ReviewService } from './review.service.js';
import { SignOffService } from './sign-off.service.js';

@Module({
  imports: [
    CollegeModule,
    CourseVersionsModule,
    TypeOrmModule.forFeature([PeriodicReview, QaReview, QaReviewer, SignOff]),
  ],
  controllers: [ApprovalController],
  providers: [PublicationService, ReviewService, SignOffService],
})
export class CourseApprovalModule {}
