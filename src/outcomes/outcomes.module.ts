import { Module } from '@nestjs/common';
import { EvaluationsModule } from './evaluations/evaluations.module.js';
import { MeasuresModule } from './measures/measures.module.js';
import { LearningPlansModule } from './plans/learning-plans.module.js';
import { SealedTextsModule } from './sealed-texts/sealed-texts.module.js';

/** Learning plans, evaluations and measures. Each topic has a module of its own. */
@Module({
  imports: [EvaluationsModule, MeasuresModule, LearningPlansModule, SealedTextsModule],
  exports: [MeasuresModule, LearningPlansModule, SealedTextsModule],
})
export class OutcomesModule {}
