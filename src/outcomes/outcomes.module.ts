import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { AdvisorService } from './plans/advisor.service.js';
import { EvaluationFormService } from './evaluations/evaluation-form.service.js';
import { EvaluationController } from './evaluations/evaluation.controller.js';
import { EvaluationService } from './evaluations/evaluation.service.js';
import { GoalController } from './plans/goal.controller.js';
import { GoalService } from './plans/goal.service.js';
import { InstrumentController } from './measures/instrument.controller.js';
import { InstrumentService } from './measures/instrument.service.js';
import { ScoreReadersService } from './measures/score-readers.service.js';
import { LearningPlanController } from './plans/learning-plan.controller.js';
import { LearningPlanService } from './plans/learning-plan.service.js';
import { MeasurementGrantService } from './measures/measurement-grant.service.js';
import { MeasurementController } from './measures/measurement.controller.js';
import { MeasurementService } from './measures/measurement.service.js';
import { PlanExportService } from './plans/plan-export.service.js';
import { PlanReviewService } from './plans/plan-review.service.js';
import { PlanShareService } from './plans/plan-share.service.js';
import { LifeStepController } from './plans/life-step.controller.js';
import { LifeStepService } from './plans/life-step.service.js';
import { SealedTextService } from './sealed-text.service.js';

@Module({
  imports: [CollegeModule, EnrolmentModule],
  controllers: [
    EvaluationController,
    GoalController,
    InstrumentController,
    LearningPlanController,
    MeasurementController,
    LifeStepController,
  ],
  providers: [
    AdvisorService,
    EvaluationFormService,
    EvaluationService,
    GoalService,
    InstrumentService,
    ScoreReadersService,
    LearningPlanService,
    MeasurementGrantService,
    MeasurementService,
    PlanExportService,
    PlanReviewService,
    PlanShareService,
    LifeStepService,
    SealedTextService,
  ],
  exports: [AdvisorService, MeasurementService, SealedTextService],
})
export class OutcomesModule {}
