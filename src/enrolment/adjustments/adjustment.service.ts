import { Injectable } from '@nestjs/common';
import { PrivateTextService } from '../../people/private-details/private-text.service.js';
import { SupportNeedService } from '../../people/private-details/support-need.service.js';
import type { Actor } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import type { AdjustmentBody, ImpossibilityBody } from './adjustment.dto.js';
import { Adjustment } from './adjustment.entity.js';
import { adjustmentMoves, type AdjustmentState, type AdjustmentTies, canBeAdjusted } from './adjustment.rules.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { AdjustmentQueryService, mostAdjustments } from './adjustment-query.service.js';
import { placeOf, type SealedPart, sealedParts, type AdjustmentRow } from './adjustment.queries.js';

/** What is arranged so that a learner can take part in a run. The words are sealed under the learner's key. */
@Injectable()
export class AdjustmentService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly queries: AdjustmentQueryService,
    private readonly texts: PrivateTextService,
    private readonly needs: SupportNeedService,
    private readonly clock: Clock,
  ) {}

  /**
   * Asked for by the learner alone. 422 `adjustment_needs_a_place` for an enrolment that is over, 404 for anybody
   * else's.
   */
  request(actor: Actor, enrolmentId: string, { wish, supportNeedId }: AdjustmentBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const enrolment = await tx.findOne(Enrolment, {
        select: { id: true, state: true },
        where: { id: enrolmentId, personId: actor.personId },
        lock: { mode: 'for_no_key_update' },
      });
      if (!enrolment) throw refuse(platformRefusals.not_found);
      if (!canBeAdjusted(enrolment.state)) throw refuse(enrolmentRefusals.adjustment_needs_a_place);
      if (supportNeedId !== undefined) await this.needs.mustBeMine(tx, actor, supportNeedId);
      if ((await tx.countBy(Adjustment, { enrolmentId })) >= mostAdjustments)
        throw refuse(enrolmentRefusals.too_many_adjustments, { values: { most: mostAdjustments } });
      const id = newId();
      const { keyId, sealed } = await this.texts.seal(tx, actor.personId, placeOf(id, 'wish'), wish);
      await tx.insert(Adjustment, {
        id,
        enrolmentId,
        supportNeedId: supportNeedId ?? null,
        keyId,
        wish: sealed,
        requestedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'adjustment.requested', subjectId: id, refs: { enrolmentId } });
      return id;
    });
  }

  /** Says what is going to be done, and by whom: whoever agrees owns it. 422 `own_record` for one's own, as below. */
  agree(actor: Actor, id: string, action: string): Promise<string> {
    return this.arrange(actor, id, 'agreed', { action });
  }

  putInPlace(actor: Actor, id: string): Promise<string> {
    return this.arrange(actor, id, 'in_place', {});
  }

  sayNotPossible(actor: Actor, id: string, { reason, alternative }: ImpossibilityBody): Promise<string> {
    return this.arrange(actor, id, 'not_possible', { reason, alternative });
  }

  /** By the learner at any time, or by those who arrange it. */
  end(actor: Actor, id: string): Promise<string> {
    return this.step(
      actor,
      id,
      'ended',
      () => undefined,
      async () => undefined,
    );
  }

  /** The learner says whether it is really there. 422 `adjustment_not_in_place` before that. */
  confirm(actor: Actor, id: string, met: boolean): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.queries.stored(tx, id, 'for update of a');
      if (!(await this.queries.mustSee(tx, actor, found)).isLearner) throw refuse(platformRefusals.forbidden);
      if (found.state !== 'in_place') throw refuse(enrolmentRefusals.adjustment_not_in_place);
      if (found.met === met) return id;
      await tx.update(Adjustment, { id }, { met });
      await this.events.record(tx, actor, {
        type: 'adjustment.confirmed',
        subjectId: id,
        refs: { enrolmentId: found.enrolmentId, met },
      });
      return id;
    });
  }

  private arrange(
    actor: Actor,
    id: string,
    to: AdjustmentState,
    words: Partial<Record<SealedPart, string>>,
  ): Promise<string> {
    const requireArranging = ({ personId }: AdjustmentRow, { arranges }: AdjustmentTies) => {
      if (!arranges) throw refuse(platformRefusals.forbidden);
      refuseOwnRecord(actor, personId);
    };
    return this.step(actor, id, to, requireArranging, async (tx, found) => {
      const sealed: Partial<Record<SealedPart, Buffer>> = {};
      for (const part of sealedParts) {
        const text = words[part];
        if (text !== undefined)
          sealed[part] = (await this.texts.seal(tx, found.personId, placeOf(id, part), text)).sealed;
      }
      if (Object.keys(sealed).length > 0) await tx.update(Adjustment, { id }, { ...sealed, ownerId: actor.personId });
    });
  }

  private step(
    actor: Actor,
    id: string,
    to: AdjustmentState,
    requireRight: (found: AdjustmentRow, ties: AdjustmentTies) => void,
    write: (tx: Tx, found: AdjustmentRow) => Promise<void>,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.queries.stored(tx, id, 'for update of a');
      requireRight(found, await this.queries.mustSee(tx, actor, found));
      transition(adjustmentMoves, found.state, to);
      await write(tx, found);
      await tx.update(Adjustment, { id }, { state: to });
      await this.events.record(tx, actor, {
        type: `adjustment.${to}`,
        subjectId: id,
        personId: found.personId,
        from: found.state,
        to,
        refs: { enrolmentId: found.enrolmentId },
      });
      return id;
    });
  }
}
