import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type { CeApprovalBody, CeApprovalChange, CeApprovalDto, CeApprovalQuery } from './ce-approval.dto.js';
import { isValidOn } from './ce-approval.rules.js';
import { CeApproval } from './ce-approval.entity.js';
import { type Approval, approvalColumns } from './ce-approval.queries.js';
import { when } from '../../platform/access/acts.js';

const oneApproval = `select ${columnsOf(CeApproval, 'a', ...approvalColumns)} from ce_approval a where a.id = $1`;

/** The approvals under which the college gives credit: data, changed by administrators, frozen on each award. */
@Injectable()
export class CeApprovalService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** Approvals by name. */
  async list(actor: Actor, { active, cursor, limit }: CeApprovalQuery): Promise<Page<CeApprovalDto>> {
    const scope = { list: 'ce-approvals', active };
    const [afterName = null, afterId = null] = decodeCursor(cursor, scope, 2) ?? [];
    const today = await this.today();
    const found = await this.database.rows<Approval>(
      `
        select ${columnsOf(CeApproval, 'a', ...approvalColumns)}
        from ce_approval a
        where ($1::text is null or (a.name, a.id) > ($1, $2::uuid))
          and (
            $3::boolean is null
              or $3 = (
                a.valid_from <= $4::date
                  and (a.valid_to is null or $4 <= a.valid_to)
                  and (a.withdrawn_on is null or $4 < a.withdrawn_on)
              )
          )
        order by a.name, a.id
        limit $5`,
      [afterName, afterId, active ?? null, today, limit + 1],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ name, id }) => [name, id],
      (each) => present(actor, each, today),
    );
  }

  /** 404 for an unknown approval. */
  async one(actor: Actor, id: string): Promise<CeApprovalDto> {
    const found = await this.database.row<Approval>(oneApproval, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return present(actor, found, await this.today());
  }

  /** 409 `approval_exists` for the same approver, number and first day. */
  add(actor: Actor, body: CeApprovalBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      const policy = await this.college.policy(tx);
      await tx.insert(CeApproval, {
        id,
        categoryScope: [],
        validTo: null,
        rounding: 'iacet_nearest_tenth',
        minimumMinutes: policy.ceMinimumMinutes,
        attendancePercent: policy.ceAttendancePercent,
        partialCredit: 'actual',
        maxMinutesPerDay: null,
        evaluationRequired: false,
        assessmentRequired: false,
        presenterMinutes: false,
        certificateText: null,
        retentionYears: policy.ceRetentionYears,
        createdAt: this.clock.now(),
        ...body,
      });
      await this.events.record(tx, actor, { type: 'ce_approval.added', subjectId: id });
      return id;
    });
  }

  /**
   * Changes what comes next; awards keep the rules they were given under. 412 when somebody else changed it meanwhile.
   */
  change(actor: Actor, id: string, expected: number, wish: CeApprovalChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const now = await this.lockApproval(tx, id, expected);
      await tx.update(CeApproval, { id }, { name: now.name, ...wish });
      await this.events.record(tx, actor, { type: 'ce_approval.changed', subjectId: id });
      return id;
    });
  }

  /**
   * Withdraws it from today on: sessions from today on are not covered, and "IACET CEU" is not printed any more
   * (BR-107).
   */
  withdraw(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { withdrawnOn } = await this.lockApproval(tx, id);
      if (withdrawnOn !== null) return id;
      await tx.update(CeApproval, { id }, { withdrawnOn: await this.today(tx) });
      await this.events.record(tx, actor, { type: 'ce_approval.withdrawn', subjectId: id });
      return id;
    });
  }

  private async lockApproval(tx: Tx, id: string, expected?: number): Promise<Approval> {
    const found = await row<Approval>(tx, `${oneApproval} for no key update`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    if (expected !== undefined && found.version !== expected) throw stale(found.version);
    return found;
  }

  private async today(tx?: Tx): Promise<string> {
    return dateAt(this.clock.now(), (await this.college.current(tx)).timeZone);
  }
}

function present(actor: Actor, approval: Approval, today: string): CeApprovalDto {
  return {
    ...approval,
    active: isValidOn(approval, today),
    can: is(actor, 'administrator') ? ['change', ...when(approval.withdrawnOn === null, 'withdraw')] : [],
  };
}
