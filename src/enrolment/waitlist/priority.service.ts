import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { EnrolmentService } from '../enrolments/enrolment.service.js';
import type { PriorityBody, PriorityTierBody, PriorityTierDto } from './priority.dto.js';
import { isAllowedBasis } from './priority.rules.js';

const tierColumns = 'id, tier, basis, reason, version';

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
    return this.database.rows<PriorityTierDto>(`select ${tierColumns} from priority_tier order by tier limit 1000`);
  }

  async tier(id: string): Promise<PriorityTierDto> {
    const found = await this.database.row<PriorityTierDto>(`select ${tierColumns} from priority_tier where id = $1`, [
      id,
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** 422 `priority_basis_forbidden` for absences, incidents and scores (BR-68). */
  publish(actor: Actor, { tier, basis, reason }: PriorityTierBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      if (!isAllowedBasis(basis)) throw refuse(enrolmentRefusals.priority_basis_forbidden);
      const id = newId();
      await changed(
        tx,
        'insert into priority_tier (id, tier, basis, reason, created_by, created_at) values ($1, $2, $3, $4, $5, $6)',
        [id, tier, basis, reason, actor.personId, this.clock.now()],
      );
      await this.events.record(tx, actor, { type: 'priority_tier.published', subjectId: id, refs: { tier, basis } });
      return id;
    });
  }

  /** Moves somebody who waits; since when they wait stays. Who did it and why is kept in the record. */
  moveToTier(actor: Actor, enrolmentId: string, { tier, reason }: PriorityBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { enrolment } = await this.enrolments.lockEnrolment(tx, actor, enrolmentId);
      if (enrolment.state !== 'waitlisted') throw refuse(enrolmentRefusals.not_waiting);
      const before = await row<{ tier: number }>(tx, 'select priority_tier as tier from enrolment where id = $1', [
        enrolmentId,
      ]);
      if (before?.tier === tier) throw refuse(enrolmentRefusals.tier_stays);
      await changed(tx, `update enrolment set priority_tier = $2 where id = $1 and state = 'waitlisted'`, [
        enrolmentId,
        tier,
      ]);
      await this.events.record(tx, actor, {
        type: 'enrolment.priority_changed',
        subjectId: enrolmentId,
        personId: enrolment.personId,
        refs: { runId: enrolment.runId, fromTier: before?.tier ?? null, toTier: tier, reason },
      });
      return enrolmentId;
    });
  }
}
