import { Module } from '@nestjs/common';
import { CollegeModule } from '../college/college.module.js';
import { EvaluationForms } from './evaluation-form.service.js';
import { EvaluationsController } from './evaluation.controller.js';
import { Evaluations } from './evaluation.service.js';

@Module({ imports: [CollegeModule], controllers: [EvaluationsController], providers: [EvaluationForms, Evaluations] })
export class OutcomesModule {}
