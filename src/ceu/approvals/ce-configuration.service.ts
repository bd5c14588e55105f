import { Injectable } from '@nestjs/common';
import { CourseVersionService } from '../../courses/versions/course-version.service.js';
import { type Actor, is } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { deleteRows, insertRow, insertRows, updateRows } from '../../platform/database/tables.js';
import { stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { allowableMinutes } from './allowable.rules.js';
import { wholeCourse } from './category.rules.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { CeAttachment, CeConfiguration } from './ce-approval.entity.js';
import type { CeAttachmentDto, CeConfigurationBody, CeConfigurationDto } from './ce-configuration.dto.js';

/** What a course version counts for: its signed minutes, and the approvals that cover it, which come and go by date. */
@Injectable()
export class CeConfigurationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly versions: CourseVersionService,
  ) {}

  /** 404 for a version that the actor may not see. */
  async read(actor: Actor, versionId: string): Promise<CeConfigurationDto> {
    const { sessionPlans, categoryMinutes } = await this.versions.read(actor, versionId);
    const sessions = sessionPlans.map((plan) => ({
      order: plan.order,
      title: plan.title,
      allowableMinutes: allowableMinutes(plan),
    }));
    const allowable = sessions.reduce((sum, session) => sum + session.allowableMinutes, 0);
    const own = await this.database.manager.findOneBy(CeConfiguration, { versionId });
    return {
      id: versionId,
      allowableMinutes: allowable,
      sessions,
      categoryMinutes: Object.entries(wholeCourse(categoryMinutes, allowable)).map(([category, minutes]) => ({
        category,
        minutes,
      })),
      approvals: await this.database.rows<CeAttachmentDto>(
        `
          select t.approval_id as "approvalId", a.name, a.approver, a.approval_number as "approvalNumber",
            t.valid_from::text as "from", t.valid_to::text as "to"
          from ce_attachment t
          join ce_approval a on a.id = t.approval_id
          where t.version_id = $1
          order by t.valid_from, t.id`,
        [versionId],
      ),
      outcomes: own?.outcomes ?? [],
      can: is(actor, 'administrator') ? ['change'] : [],
      version: own?.version ?? 0,
    };
  }

  /** Whether two versions earn credit under the same approvals, on the same days and in the same categories. */
  async coveredAlike(one: string, other: string): Promise<boolean> {
    const covers = await this.database.rows(
      `
        select v.category_minutes as categories,
          array(
            select (t.approval_id, t.valid_from, t.valid_to)::text
            from ce_attachment t
            where t.version_id = v.id
            order by 1
          ) as approvals
        from course_version v
        where v.id = any ($1)`,
      [[one, other]],
    );
    const [first, second] = covers.map((each) => JSON.stringify(each));
    return first === second;
  }

  /**
   * Says anew which approvals cover the version; awards that were given stay. 404, 412, 422 `approval_unknown`,
   * `approval_attached_twice` or `outcome_unknown`.
   */
  async write(
    actor: Actor,
    versionId: string,
    expected: number,
    { approvals, outcomes }: CeConfigurationBody,
  ): Promise<void> {
    const known = (await this.versions.read(actor, versionId)).outcomes.length;
    const unknown = outcomes.find(({ outcome }) => outcome > known);
    if (unknown) throw refuse(ceuRefusals.outcome_unknown, { values: { outcome: unknown.outcome } });
    await this.database.command(actor, async (tx) => {
      await insertRow(tx, CeConfiguration, { versionId, version: 0 }, { unlessThere: true });
      const now = await tx.findOne(CeConfiguration, {
        select: { versionId: true, version: true },
        where: { versionId },
        lock: { mode: 'for_no_key_update' },
      });
      if (now?.version !== expected) throw stale(now?.version ?? 0);
      await updateRows(tx, CeConfiguration, { versionId }, { outcomes });
      await deleteRows(tx, CeAttachment, { versionId });
      await insertRows(
        tx,
        CeAttachment,
        approvals.map(({ approvalId, from, to = null }) => ({
          id: newId(),
          versionId,
          approvalId,
          validFrom: from,
          validTo: to,
        })),
      );
      await this.events.record(tx, actor, {
        type: 'ce_configuration.changed',
        subjectId: versionId,
        refs: { approvalIds: approvals.map(({ approvalId }) => approvalId) },
      });
      return versionId;
    });
  }
}
