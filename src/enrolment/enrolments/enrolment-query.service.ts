import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import { JsonText } from '../../platform/database/json-text.js';
import { totalOf } from '../../platform/listing/listing.js';
import type { LongListQuery } from '../../platform/http/page-query.dto.js';
import { RunService } from '../../sessions/runs/run.service.js';
import type { EnrolmentDto, EnrolmentQuery, EnrolmentsQuery } from './enrolment.dto.js';
import type { Enrolment } from './enrolment.entity.js';
import { booksForOthers, maySee } from './enrolment.policy.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { enrolmentsPage, oneEnrolment, whichEnrolments } from './enrolment.queries.js';

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

  /** My enrolments, newest first. */
  mine(actor: Actor, query: LongListQuery): Promise<JsonText> {
    return this.page(actor, { ...query, personId: actor.personId, sort: 'newest' });
  }

  /** Everybody's enrolments on one run; for those who book for others. 404 for an unknown run. */
  async onRun(actor: Actor, runId: string, query: EnrolmentQuery): Promise<JsonText> {
    await this.runs.seen(actor, runId);
    return this.page(actor, { ...query, runId });
  }

  /**
   * The enrolments of a person, or on a run; for those who book for others. 400 `enrolments_of_whom` where neither is
   * said: nobody leafs through everybody's (BR-238). 404 for an unknown run.
   */
  async all(actor: Actor, query: EnrolmentsQuery): Promise<JsonText> {
    if (query.runId !== undefined) await this.runs.seen(actor, query.runId);
    return this.page(actor, query);
  }

  /** In one statement that answers JSON, and one that counts where that is asked. */
  private async page(actor: Actor, query: EnrolmentsQuery): Promise<JsonText> {
    const { limit, cursor, total, ...scope } = query;
    const { personId = null, runId = null, state = null, sort } = query;
    const of = runId ?? personId;
    if (of === null) throw refuse(enrolmentRefusals.enrolments_of_whom);
    const which = whichEnrolments(query);
    const values = [of, this.clock.now(), state, personId];
    const [joinedAt = null, id = null] = decodeCursor(cursor, { list: 'enrolments', ...scope }, 2) ?? [];
    const found = await this.database.row<{ items: string; lastJoinedAt: string | null; lastId: string | null }>(
      enrolmentsPage(which, sort),
      [...values, actor.personId, booksForOthers(actor), joinedAt, id, limit + 1],
    );
    return JsonText.page(
      found?.items ?? '[]',
      found?.lastId ? encodeCursor([found.lastJoinedAt, found.lastId], { list: 'enrolments', ...scope }) : null,
      total ? { total: await totalOf(this.database, 'from enrolment e', which, values) } : {},
    );
  }
}
