import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { Database } from '../platform/database/database.js';
import { changed, row } from '../platform/database/sql.js';
import { refuse as refusePlatform } from '../platform/errors/platform.refusals.js';
import { Events } from '../platform/events/events.js';
import type { EvaluationBody } from './evaluation.dto.js';
import { evaluationForm } from './evaluation.rules.js';
import './outcomes.refusals.js';

/** What people think of a run, without saying who they are. */
@Injectable()
export class Evaluations {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * Keeps the answers by themselves, and, by itself, that this person has answered. No retry key is kept, since it would lead from one to the
   * other. 404 for somebody who never had a place on the run, 409 `evaluation_given_already`.
   */
  async give(actor: Actor, runId: string, { answers }: EvaluationBody): Promise<void> {
    await this.database.transaction(async (tx) => {
      const place = await row(tx, 'select 1 as one from enrolment where run_id = $1 and person_id = $2 and confirmed_at is not null', [runId, actor.personId]);
      if (!place) throw refusePlatform('not_found');
      await changed(tx, 'insert into evaluation_receipt (run_id, person_id) values ($1, $2)', [runId, actor.personId]);
      await changed(tx, 'insert into evaluation (run_id, form_version, answers) values ($1, $2, $3)', [runId, evaluationForm, JSON.stringify(answers)]);
      await this.events.record(tx, actor, { type: 'evaluation.submitted', subjectId: runId });
    });
  }
}
