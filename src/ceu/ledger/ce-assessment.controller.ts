import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { CeAssessmentBody } from './ce-assessment.dto.js';
import { CeAwardService } from './ce-award.service.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('CeAssessments')
@Controller('runs/:id/ce-assessments')
export class CeAssessmentController {
  constructor(private readonly awards: CeAwardService) {}

  /** A facilitator of the run records whether a learner passed the assessment that an approval asks for (BR-113). */
  @Post()
  @Refuses(ceuRefusals.ce_own_record)
  @Only('facilitator')
  @HttpCode(204)
  async record(@Me() me: Actor, @Id() id: string, @Body() body: CeAssessmentBody): Promise<void> {
    await this.awards.recordAssessment(me, id, body);
  }
}
