import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { EnrolmentModule } from '../enrolment/enrolment.module.js';
import { EvaluationForms } from './evaluation-form.service.js';
import { EvaluationsController } from './evaluation.controller.js';
import { Evaluations } from './evaluation.service.js';
import { InstrumentsController } from './instrument.controller.js';
import { Instruments } from './instrument.service.js';
import { LearnersCircle } from './learners-circle.service.js';
import { MeasurementGrants } from './measurement-grant.service.js';
import { MeasurementsController } from './measurement.controller.js';
import { Measurements } from './measurement.service.js';
import { Seals } from './seals.js';

@Module({
  imports: [CollegeModule, EnrolmentModule],
  controllers: [EvaluationsController, InstrumentsController, MeasurementsController],
  providers: [EvaluationForms, Evaluations, Instruments, LearnersCircle, MeasurementGrants, Measurements, Seals],
})
export class OutcomesModule {}
