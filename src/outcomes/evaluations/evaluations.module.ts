import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EvaluationForm, EvaluationReceipt, EvaluationTally } from './evaluation-form.entity.js';
import { CollegeModule } from '../../college/college.module.js';
import { EnrolmentModule } from '../../enrolment/enrolment.module.js';
import { EvaluationFormService } from './evaluation-form.service.js';
import { EvaluationController } from './evaluation.controller.js';
import { EvaluationService } from './evaluation.service.js';

@Module({
  imports: [
    CollegeModule,
    EnrolmentModule,
    TypeOrmModule.forFeature([EvaluationForm, EvaluationReceipt, EvaluationTally]),
  ],
  controllers: [EvaluationController],
  providers: [EvaluationFormService, EvaluationService],
})
export class EvaluationsModule {}
