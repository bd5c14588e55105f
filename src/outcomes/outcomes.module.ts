import { Module } from '@nestjs/common';
import { EvaluationsController } from './evaluation.controller.js';
import { Evaluations } from './evaluation.service.js';

@Module({ controllers: [EvaluationsController], providers: [Evaluations] })
export class OutcomesModule {}
