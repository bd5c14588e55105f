import { Injectable } from '@nestjs/common';
import { hasPlaceSql } from '../../enrolment/enrolments/enrolment.sql.js';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { unnamed } from '../../people/private-details/names.rules.js';
import { SupportNeedService } from '../../people/private-details/support-need.service.js';
import { DisclosureLogService } from '../../platform/disclosure/disclosure-log.service.js';
import { RunService } from '../../sessions/runs/run.service.js';
import type { RosterItemDto, RosterQuery } from './roster.dto.js';
import { rosterRecord } from '../timetable.personal.js';
import { SafetyPlanService } from '../../enrolment/safety-plans/safety-plan.service.js';
import { AdjustmentQueryService } from '../../enrolment/adjustments/adjustment-query.service.js';

interface RosterRow {
  enrolmentId: string;
  personId: string;
  chosenName: string | null;
  pronouns: string | null;
}

/**
 * Who comes, for those who facilitate: chosen names and what people share, in the weeks around the run (BR-37, BR-38).
 */
@Injectable()
export class RosterService {
  constructor(
    private readonly database: Database,
    private readonly disclosureLog: DisclosureLogService,
    private readonly runs: RunService,
    private readonly needs: SupportNeedService,
    private readonly adjustments: AdjustmentQueryService,
    private readonly safetyPlans: SafetyPlanService,
  ) {}

  /** 404 when the run is hidden, 403 for others than its co-facilitators, and outside the weeks around it. */
  async of(actor: Actor, runId: string, query: RosterQuery): Promise<Page<RosterItemDto>> {
    const { facilitates } = await this.runs.seen(actor, runId);
    if (!facilitates) throw refuse(platformRefusals.forbidden);
    await this.runs.requireRosterDays(this.database, runId);
    const scope = { list: 'roster', runId };
    const [after = null] = decodeCursor(query.cursor, scope, 1) ?? [];
    const found = await this.database.rows<RosterRow>(
      `
        select e.id as "enrolmentId", p.id as "personId", p.chosen_name as "chosenName", p.pronouns
        from enrolment e
        join person p on p.id = e.person_id
        where e.run_id = $1
          and ${hasPlaceSql('e.state')}
          and (
            $2::uuid is null
              or (coalesce(p.chosen_name, ''), e.id) > (
                select coalesce(l.chosen_name, ''), f.id
                from enrolment f
                join person l on l.id = f.person_id
                where f.id = $2
              )
          )
        order by coalesce(p.chosen_name, ''), e.id
        limit $3`,
      [runId, after, query.limit + 1],
    );
    const shared = await this.readShared(actor, found.slice(0, query.limit));
    return pageOf(
      found,
      query.limit,
      scope,
      ({ enrolmentId }) => [enrolmentId],
      ({ enrolmentId, personId, chosenName, pronouns }) => ({
        chosenName: chosenName ?? unnamed,
        pronouns,
        supportNeeds: shared.needs.get(personId) ?? [],
        adjustments: shared.adjustments.get(enrolmentId) ?? [],
        ...(shared.safetyPlans.has(enrolmentId) && { safetyPlan: enrolmentId }),
      }),
    );
  }

  /** Who read whose record is on record before the answer is sent; when that fails, so does the read. */
  private async readShared(
    actor: Actor,
    read: RosterRow[],
  ): Promise<{ needs: Map<string, string[]>; adjustments: Map<string, string[]>; safetyPlans: Set<string> }> {
    await this.disclosureLog.recordReading(actor, { ...rosterRecord, subjects: read.map(({ personId }) => personId) });
    return this.database.transaction(async (tx) => {
      const needs = await this.needs.shared(
        tx,
        read.map(({ personId }) => personId),
      );
      const enrolmentIds = read.map(({ enrolmentId }) => enrolmentId);
      return {
        needs,
        adjustments: await this.adjustments.agreedFor(tx, enrolmentIds),
        safetyPlans: await this.safetyPlans.toRead(tx, enrolmentIds),
      };
    });
  }
}
