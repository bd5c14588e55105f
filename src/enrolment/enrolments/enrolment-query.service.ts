import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { type CursorScope, decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import { JsonText } from '../../platform/database/json-text.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { RunService } from '../../sessions/runs/run.service.js';
import type { EnrolmentDto, EnrolmentQuery, EnrolmentsQuery } from './enrolment.dto.js';
import type { Enrolment } from './enrolment.entity.js';
import { booksForOthers, maySee } from './enrolment.policy.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { enrolmentsAsAsked, enrolmentsOfPerson, oneEnrolment } from './enrolment.queries.js';

/** Enrolments as people read them. */
@Injectable()
export class EnrolmentQueryService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunService,
    private readonly clock: Clock,
  ) {}

  /** 404 for an unknown one, and for everybody else's. */
  async one(actor: Actor, id: string): Promise<EnrolmentDto> {
    const found = await this.database.row<Pick<Enrolment, 'personId'> & { enrolment: EnrolmentDto }>(oneEnrolment, [
      id,
      this.clock.now(),
      actor.personId,
      booksForOthers(actor),
    ]);
    if (!found || !maySee(actor, found)) throw refuse(platformRefusals.not_found);
    return found.enrolment;
  }

  /** My enrolments, newest first, in one statement that answers JSON. */
  mine(actor: Actor, query: PageQuery): Promise<JsonText> {
    return this.page(actor, enrolmentsOfPerson, actor.personId, query, { list: 'my-enrolments' });
  }

  /** Everybody's enrolments on one run, newest first; for those who book for others. 404 for an unknown run. */
  async onRun(actor: Actor, runId: string, query: EnrolmentQuery): Promise<JsonText> {
    await this.runs.seen(actor, runId);
    const scope = { list: 'enrolments', runId, state: query.state };
    return this.page(actor, enrolmentsAsAsked({ runId }), runId, query, scope, query.state ?? null, null);
  }

  /**
   * The enrolments of a person, or on a run, newest first; for those who book for others. 400 `enrolments_of_whom` where
   * neither is said: nobody leafs through everybody's (BR-238).
   */
  async all(actor: Actor, query: EnrolmentsQuery): Promise<JsonText> {
    const { personId, runId, state } = query;
    const of = runId ?? personId;
    if (of === undefined) throw refuse(enrolmentRefusals.enrolments_of_whom);
    const scope = { list: 'all-enrolments', personId, runId, state };
    return this.page(actor, enrolmentsAsAsked(query), of, query, scope, state ?? null, personId ?? null);
  }

  private async page(
    actor: Actor,
    statement: string,
    of: string,
    { limit, cursor }: PageQuery,
    scope: CursorScope,
    ...more: unknown[]
  ): Promise<JsonText> {
    const [joinedAt = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.row<{ items: string; lastJoinedAt: string | null; lastId: string | null }>(
      statement,
      [of, this.clock.now(), joinedAt, id, limit + 1, actor.personId, booksForOthers(actor), ...more],
    );
    return JsonText.page(
      found?.items ?? '[]',
      found?.lastId ? encodeCursor([found.lastJoinedAt, found.lastId], scope) : null,
    );
  }
}
