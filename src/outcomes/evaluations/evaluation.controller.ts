import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { EvaluationFormService } from './evaluation-form.service.js';
import {
  EvaluationBody,
  EvaluationFormBody,
  EvaluationFormDto,
  EvaluationFormPage,
  EvaluationFormQuery,
  EvaluationInvitationDto,
  EvaluationResultsDto,
} from './evaluation.dto.js';
import { EvaluationService } from './evaluation.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Evaluations')
@Controller()
export class EvaluationController {
  constructor(
    private readonly evaluations: EvaluationService,
    private readonly forms: EvaluationFormService,
  ) {}

  /** What is asked about a run, and until when. */
  @Get('runs/:id/evaluation-form')
  @SignedIn()
  formOfRun(@Me() me: Actor, @Id() runId: string): Promise<EvaluationInvitationDto> {
    return this.evaluations.invitation(me, { runId, sessionId: null });
  }

  /** What I think of a run that I have, or had, a place on; once, and without a way back to me. */
  @Post('runs/:id/evaluations')
  @Refuses(
    outcomesRefusals.evaluation_ahead,
    outcomesRefusals.evaluation_closed,
    outcomesRefusals.evaluation_given_already,
  )
  @SignedIn()
  @HttpCode(204)
  giveOnRun(@Me() me: Actor, @Id() runId: string, @Body() body: EvaluationBody): Promise<void> {
    return this.evaluations.give(me, { runId, sessionId: null }, body);
  }

  /** What everybody together said about a run, once nobody can answer any more. */
  @Get('runs/:id/evaluation-results')
  @SignedIn()
  resultsOfRun(@Me() me: Actor, @Id() runId: string): Promise<EvaluationResultsDto> {
    return this.evaluations.results(me, { runId, sessionId: null });
  }

  /** What is asked about a session, and until when. */
  @Get('sessions/:id/evaluation-form')
  @SignedIn()
  formOfSession(@Me() me: Actor, @Id() sessionId: string): Promise<EvaluationInvitationDto> {
    return this.evaluations.invitation(me, { runId: null, sessionId });
  }

  /** What I think of a session of a run that I have, or had, a place on; once, and without a way back to me. */
  @Post('sessions/:id/evaluations')
  @Refuses(
    outcomesRefusals.evaluation_ahead,
    outcomesRefusals.evaluation_form_changed,
    outcomesRefusals.evaluation_item_unknown,
  )
  @SignedIn()
  @HttpCode(204)
  giveOnSession(@Me() me: Actor, @Id() sessionId: string, @Body() body: EvaluationBody): Promise<void> {
    return this.evaluations.give(me, { runId: null, sessionId }, body);
  }

  /** What everybody together said about a session, once nobody can answer any more. */
  @Get('sessions/:id/evaluation-results')
  @SignedIn()
  resultsOfSession(@Me() me: Actor, @Id() sessionId: string): Promise<EvaluationResultsDto> {
    return this.evaluations.results(me, { runId: null, sessionId });
  }

  /** The forms, the newest first. */
  @Get('evaluation-forms')
  @Only('facilitator', 'coordinator', 'administrator')
  listForms(@Query() query: EvaluationFormQuery): Promise<EvaluationFormPage> {
    return this.forms.list(query);
  }

  /** Adds a version of a form with the college's own items. Where people have answered already, the form stays. */
  @Post('evaluation-forms')
  @Refuses(outcomesRefusals.evaluation_item_taken)
  @Only('administrator')
  async addForm(@Me() me: Actor, @Body() body: EvaluationFormBody): Promise<EvaluationFormDto> {
    return this.forms.one(await this.forms.add(me, body));
  }

  /** One version of a form. */
  @Get('evaluation-forms/:id')
  @Only('facilitator', 'coordinator', 'administrator')
  readForm(@Id() id: string): Promise<EvaluationFormDto> {
    return this.forms.one(id);
  }
}
