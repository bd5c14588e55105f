import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LearningPlan, LearningPlanReview, LearningPlanShare } from './learning-plan.entity.js';
import { LearningGoal } from './learning-goal.entity.js';
import { ProgressionEvent } from './progression-event.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { EnrolmentModule } from '../../enrolment/enrolment.module.js';
import { SealedTextsModule } from '../sealed-texts/sealed-texts.module.js';
import { AdvisorService } from './advisor.service.js';
import { GoalController } from './goal.controller.js';
import { GoalService } from './goal.service.js';
import { LearningPlanController } from './learning-plan.controller.js';
import { LearningPlanService } from './learning-plan.service.js';
import { LifeStepController } from './life-step.controller.js';
import { LifeStepService } from './life-step.service.js';
import { PlanExportService } from './plan-export.service.js';
import { PlanReviewService } from './plan-review.service.js';
import { PlanShareService } from './plan-share.service.js';
import { PlanReplayService } from './plan-replay.service.js';

@Module({
  imports: [
    CollegeModule,
    EnrolmentModule,
    SealedTextsModule,
    TypeOrmModule.forFeature([LearningGoal, LearningPlan, LearningPlanReview, LearningPlanShare, ProgressionEvent]),
  ],
  controllers: [GoalController, LearningPlanController, LifeStepController],
  providers: [
    PlanReplayService,
    AdvisorService,
    GoalService,
    LearningPlanService,
    LifeStepService,
    PlanExportService,
    PlanReviewService,
    PlanShareService,
  ],
  exports: [AdvisorService, PlanShareService],
})
export class LearningPlansModule {}
