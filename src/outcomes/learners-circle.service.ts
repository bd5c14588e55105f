import { Injectable } from '@nestjs/common';
import { Participants } from '../enrolment/participants.service.js';
import { Advisors } from './advisor.service.js';

/** Whom a learner may show something of themselves. */
@Injectable()
export class LearnersCircle {
  constructor(
    private readonly participants: Participants,
    private readonly advisors: Advisors,
  ) {}

  /** Ids of the accepted facilitators of the learner's runs, and of their advisor. */
  async of(learnerId: string): Promise<string[]> {
    return [...(await this.participants.facilitatorsOf(learnerId)), ...(await this.advisors.of(learnerId))];
  }
}
