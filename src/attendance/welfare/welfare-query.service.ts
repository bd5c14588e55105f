import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { canSeeAttendance, requireDaysFor } from '../register/attendance.policy.js';
import type { FollowUpDto, FollowUpQuery } from './welfare.dto.js';
import { type FollowUpRow, presentFollowUp } from './welfare.presenter.js';
import { followUps, visibleFollowUps } from './welfare.queries.js';

/** Follow-ups, for the learner, co-facilitators of the run and coordinators (BR-57). */
@Injectable()
export class WelfareQueryService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** My own, those of runs that I co-facilitate in the days around them, and all of them for coordinators; the most urgent first. */
  async list(actor: Actor, { cursor, limit, runId, state, waiting }: FollowUpQuery): Promise<Page<FollowUpDto>> {
    const scope = { list: 'welfare-follow-ups', runId, state, waiting };
    const [dueAt = null, after = null] = decodeCursor(cursor, scope, 2) ?? [];
    const now = this.clock.now();
    const found = await this.database.rows<FollowUpRow>(
      `
        ${followUps}
        where ${visibleFollowUps}
          and ($4::uuid is null or e.run_id = $4)
          and ($5::text is null or f.state = $5)
          ${waiting === undefined ? '' : `and f.state ${waiting ? 'in' : 'not in'} ('open', 'no_safe_channel', 'not_contactable')`}
          and ($6::timestamptz is null or (f.due_at, f.id) > ($6, $7::uuid))
        order by f.due_at, f.id
        limit $8`,
      [actor.personId, is(actor, 'coordinator'), now, runId ?? null, state ?? null, dueAt, after, limit + 1],
    );
    const college = await this.college.current();
    return pageOf(
      found,
      limit,
      scope,
      (each) => [each.dueAt.toISOString(), each.id],
      (each) => presentFollowUp(actor, each, college, now),
    );
  }

  /** 404 for others than the learner, co-facilitators of the run and coordinators; 403 as `requireDays`. */
  async one(actor: Actor, id: string): Promise<FollowUpDto> {
    const found = await this.database.row<FollowUpRow>(`${followUps} where f.id = $2`, [actor.personId, id]);
    if (!found || !canSeeAttendance(actor, found)) throw refuse(platformRefusals.not_found);
    const now = this.clock.now();
    requireDaysFor(actor, found, now);
    return presentFollowUp(actor, found, await this.college.current(), now);
  }
}
