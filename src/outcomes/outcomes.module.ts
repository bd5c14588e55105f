import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { Advisors } from './advisor.service.js';
import { EvaluationForms } from './evaluation-form.service.js';
import { EvaluationsController } from './evaluation.controller.js';
import { Evaluations } from './evaluation.service.js';
import { GoalsController } from './goal.controller.js';
import { Goals } from './goal.service.js';
import { InstrumentsController } from './instrument.controller.js';
import { Instruments } from './instrument.service.js';
import { LearnersCircle } from './learners-circle.service.js';
import { LearningPlansController } from './learning-plan.controller.js';
import { LearningPlans } from './learning-plan.service.js';
import { MeasurementGrants } from './measurement-grant.service.js';
import { MeasurementsController } from './measurement.controller.js';
import { Measurements } from './measurement.service.js';
import { PlanExports } from './plan-export.service.js';
import { PlanReviews } from './plan-review.service.js';
import { PlanShares } from './plan-share.service.js';
import { ProgressionController } from './progression.controller.js';
import { Progression } from './progression.service.js';
import { Seals } from './seals.service.js';

@Module({
  imports: [CollegeModule, EnrolmentModule],
  controllers: [
    EvaluationsController,
    GoalsController,
    InstrumentsController,
    LearningPlansController,
    MeasurementsController,
    ProgressionController,
  ],
  providers: [
    Advisors,
    EvaluationForms,
    Evaluations,
    Goals,
    Instruments,
    LearnersCircle,
    LearningPlans,
    MeasurementGrants,
    Measurements,
    PlanExports,
    PlanReviews,
    PlanShares,
    Progression,
    Seals,
  ],
  exports: [Advisors, Measurements, Seals],
})
export class OutcomesModule {}
