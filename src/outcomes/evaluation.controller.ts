import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Me, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/access/actor.js';
import { Id } from '../platform/http/id.param.js';
import { EvaluationBody } from './evaluation.dto.js';
import { Evaluations } from './evaluation.service.js';

@Controller('runs/:id/evaluations')
export class EvaluationsController {
  constructor(private readonly evaluations: Evaluations) {}

  /** What I think of a run that I have, or had, a place on; once, and without a way back to me. */
  @Post() @SignedIn() @HttpCode(204)
  give(@Me() me: Actor, @Id() id: string, @Body() body: EvaluationBody): Promise<void> {
    return this.evaluations.give(me, id, body);
  }
}
