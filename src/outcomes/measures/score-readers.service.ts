import { Injectable } from '@nestjs/common';
import { ParticipantService } from '../../enrolment/enrolments/participant.service.js';
import { AdvisorService } from '../plans/advisor.service.js';

/** Whom a learner may show something of themselves. */
@Injectable()
export class ScoreReadersService {
  constructor(
    private readonly participants: ParticipantService,
    private readonly advisors: AdvisorService,
  ) {}

  /** Ids of the accepted facilitators of the learner's runs, and of their advisor. */
  async of(learnerId: string): Promise<string[]> {
    return [...(await this.participants.facilitatorsOf(learnerId)), ...(await this.advisors.of(learnerId))];
  }
}
