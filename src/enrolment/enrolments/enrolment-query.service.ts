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
import type { EnrolmentDto, EnrolmentQuery, EnrolmentSummaryDto } from './enrolment.dto.js';
import type { Enrolment } from './enrolment.entity.js';
import { actionsOn, maySee } from './enrolment.policy.js';
import { enrolmentsOfPerson, enrolmentsOnRun, oneEnrolment } from './enrolment.queries.js';

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
    const found = await this.database.row<
      Pick<Enrolment, 'personId' | 'state'> & { runState: string; summary: EnrolmentSummaryDto }
    >(oneEnrolment, [id, this.clock.now()]);
    if (!found || !maySee(actor, found)) throw refuse(platformRefusals.not_found);
    return {
      ...found.summary,
      can: actionsOn(actor, found, found.runState === 'finished' || found.runState === 'cancelled'),
    };
  }

  /** My enrolments, newest first, in one statement that answers JSON. */
  mine(actor: Actor, query: PageQuery): Promise<JsonText> {
    return this.page(enrolmentsOfPerson, actor.personId, query, { list: 'my-enrolments' });
  }

  /** Everybody's enrolments on one run, newest first; for those who book for others. 404 for an unknown run. */
  async onRun(actor: Actor, runId: string, query: EnrolmentQuery): Promise<JsonText> {
    await this.runs.seen(actor, runId);
    return this.page(
      enrolmentsOnRun,
      runId,
      query,
      { list: 'enrolments', runId, state: query.state },
      query.state ?? null,
    );
  }

  private async page(
    statement: string,
    of: string,
    { limit, cursor }: PageQuery,
    scope: CursorScope,
    ...more: unknown[]
  ): Promise<JsonText> {
    const [joinedAt = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.row<{ items: string; lastJoinedAt: string | null; lastId: string | null }>(
      statement,
      [of, this.clock.now(), joinedAt, id, limit + 1, ...more],
    );
    return JsonText.page(
      found?.items ?? '[]',
      found?.lastId ? encodeCursor([found.lastJoinedAt, found.lastId], scope) : null,
    );
  }
}
