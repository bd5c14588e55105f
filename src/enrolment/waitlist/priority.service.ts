import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { EnrolmentService } from '../enrolments/enrolment.service.js';
import type { PriorityBody, PriorityTierBody, PriorityTierDto } from './priority.dto.js';
import { isAllowedBasis } from './priority.rules.js';
import { PriorityTier } from './priority-tier.entity.js';

const tiers = `select ${columnsOf(PriorityTier, 't', 'id', 'tier', 'basis', 'reason', 'version')} from priority_tier t`;

/**
 * Who is asked first, and why: tiers with a published reason, and moves between them that stay on record (BR-49, 68).
 */
@Injectable()
export class PriorityService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly enrolments: EnrolmentService,
    private readonly clock: Clock,
  ) {}

  tiers(): Promise<PriorityTierDto[]> {
    return this.database.rows<PriorityTierDto>(`${tiers} order by t.tier limit 1000`);
  }

  async tier(id: string): Promise<PriorityTierDto> {
    const found = await this.database.row<PriorityTierDto>(`${tiers} where t.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** 422 `priority_basis_forbidden` for absences, incidents and scores (BR-68). */
  publish(actor: Actor, { tier, basis, reason }: PriorityTierBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      if (!isAllowedBasis(basis)) throw refuse(enrolmentRefusals.priority_basis_forbidden);
      const id = newId();
      await tx.insert(PriorityTier, {
        id,
        tier,
        basis,
        reason,
        createdBy: actor.personId,
        createdAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'priority_tier.published', subjectId: id, refs: { tier, basis } });
      return id;
    });
  }

  /**
   * Moves somebody who waits; since when they wait stays. Who did it and why is kept in the record. 422 `own_record` for
   * oneself.
   */
  moveToTier(actor: Actor, enrolmentId: string, { tier, reason }: PriorityBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { enrolment } = await this.enrolments.lockEnrolment(tx, actor, enrolmentId);
      refuseOwnRecord(actor, enrolment.personId);
      if (enrolment.state !== 'waitlisted') throw refuse(enrolmentRefusals.not_waiting);
      const before = await tx.findOne(Enrolment, {
        select: { id: true, priorityTier: true },
        where: { id: enrolmentId },
      });
      if (before?.priorityTier === tier) throw refuse(enrolmentRefusals.tier_stays);
      await tx.update(Enrolment, { id: enrolmentId, state: 'waitlisted' }, { priorityTier: tier });
      await this.events.record(tx, actor, {
        type: 'enrolment.priority_changed',
        subjectId: enrolmentId,
        personId: enrolment.personId,
        refs: { runId: enrolment.runId, fromTier: before?.priorityTier ?? null, toTier: tier, reason },
      });
      return enrolmentId;
    });
  }
}
