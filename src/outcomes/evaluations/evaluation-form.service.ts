import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type { EvaluationFormBody, EvaluationFormDto, EvaluationFormQuery } from './evaluation.dto.js';
import { listedForms, newestForm, oneForm } from './evaluation.queries.js';
import { EvaluationForm } from './evaluation-form.entity.js';
import { defaultItems, type EvaluatedThing } from './evaluation.rules.js';
import { outcomesRefusals } from '../outcomes.refusals.js';

/** The forms that ask what people think. The newest is used wherever nobody has answered yet. */
@Injectable()
export class EvaluationFormService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a version with the college's own items after the two that every form begins with. 422 `evaluation_item_taken`.
   */
  add(actor: Actor, { about, ownItems }: EvaluationFormBody): Promise<string> {
    if (ownItems.some(({ item }) => defaultItems.some((each) => each.item === item)))
      throw refuse(outcomesRefusals.evaluation_item_taken);
    return this.database.command(actor, async (tx) => {
      await changed(tx, 'select from college for no key update');
      const id = newId();
      const { number } = await this.newest(tx, about);
      await tx.insert(EvaluationForm, {
        id,
        about,
        number: number + 1,
        items: [...defaultItems, ...ownItems],
        madeAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'evaluation_form.added', subjectId: id });
      return id;
    });
  }

  async newest(tx: Tx, about: EvaluatedThing): Promise<EvaluationFormDto> {
    const found = await row<EvaluationFormDto>(tx, newestForm, [about]);
    if (!found) throw new Error('There is a form from the first migration on');
    return found;
  }

  async one(id: string): Promise<EvaluationFormDto> {
    const found = await this.database.row<EvaluationFormDto>(oneForm, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  async list({ limit, cursor, about }: EvaluationFormQuery): Promise<Page<EvaluationFormDto>> {
    const scope = { list: 'evaluation-forms', about };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<EvaluationFormDto>(listedForms, [about ?? null, after, limit + 1]);
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (form) => form,
    );
  }
}
