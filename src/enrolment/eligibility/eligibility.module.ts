import { Module } from '@nestjs/common';
import { PeopleModule } from '../../people/people.module.js';
import { LearnerFactsService } from './learner-facts.service.js';

@Module({
  imports: [PeopleModule],
  providers: [LearnerFactsService],
  exports: [LearnerFactsService],
})
export class EligibilityModule {}
