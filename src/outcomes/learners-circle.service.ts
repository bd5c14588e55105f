import { Injectable } from '@nestjs/common';
import { Participants } from '../enrolment/participants.service.js';

/** Whom a learner may show something of themselves. */
@Injectable()
export class LearnersCircle {
  constructor(private readonly participants: Participants) {}

  /** Ids of the accepted facilitators of the learner's runs. */
  of(learnerId: string): Promise<string[]> {
    return this.participants.facilitatorsOf(learnerId);
  }
}
