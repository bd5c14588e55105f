import { Injectable } from '@nestjs/common';
import { PrivateTextService } from '../../people/private-details/private-text.service.js';
import { SupportNeedService } from '../../people/private-details/support-need.service.js';
import { type Actor, is } from '../../platform/access/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { refuse as refusePlatform } from '../../platform/errors/platform.refusals.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { RunService } from '../../sessions/runs/run.service.js';
import type { AdjustmentBody, AdjustmentDto, ImpossibilityBody } from './adjustment.dto.js';
import {
  adjustmentActions,
  adjustmentMoves,
  type AdjustmentState,
  type AdjustmentTies,
  canBeAdjusted,
} from './adjustment.rules.js';
import { refuse } from '../enrolment.refusals.js';

interface AdjustmentRow {
  id: string;
  enrolmentId: string;
  personId: string;
  runId: string;
  supportNeedId: string | null;
  state: AdjustmentState;
  ownerId: string | null;
  keyId: string;
  wish: Buffer;
  action: Buffer | null;
  reason: Buffer | null;
  alternative: Buffer | null;
  met: boolean | null;
  version: number;
}

const parts = ['wish', 'action', 'reason', 'alternative'] as const;
type Part = (typeof parts)[number];

const adjustments = `
  select a.id, a.enrolment_id as "enrolmentId", e.person_id as "personId", e.run_id as "runId",
    a.support_need_id as "supportNeedId", a.state, a.owner_id as "ownerId", a.key_id as "keyId", a.wish, a.action,
    a.reason, a.alternative, a.met, a.version
  from adjustment a
  join enrolment e on e.id = a.enrolment_id`;
const atMost = 20;

/** What is arranged so that a learner can take part in a run. The words are sealed under the learner's key. */
@Injectable()
export class AdjustmentService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly runs: RunService,
    private readonly texts: PrivateTextService,
    private readonly needs: SupportNeedService,
    private readonly clock: Clock,
  ) {}

  /** 404 for an enrolment that is neither mine nor one that I arrange for. */
  ofEnrolment(actor: Actor, enrolmentId: string): Promise<AdjustmentDto[]> {
    return this.database.transaction(async (tx) => {
      const enrolment = await row<{ personId: string; runId: string }>(
        tx,
        'select person_id as "personId", run_id as "runId" from enrolment where id = $1',
        [enrolmentId],
      );
      if (!enrolment) throw refusePlatform('not_found');
      const ties = await this.mustSee(tx, actor, enrolment);
      const found = await rows<AdjustmentRow & Record<string, unknown>>(
        tx,
        `${adjustments} where a.enrolment_id = $1 order by a.id limit ${atMost}`,
        [enrolmentId],
      );
      const presented: AdjustmentDto[] = [];
      for (const one of found) presented.push(await this.presentAdjustment(one, ties));
      return presented;
    });
  }

  /** 404 as above. */
  one(actor: Actor, id: string): Promise<AdjustmentDto> {
    return this.database.transaction(async (tx) => {
      const found = await this.find(tx, id);
      const ties = await this.mustSee(tx, actor, found);
      return this.presentAdjustment(found, ties);
    });
  }

  /**
   * Asked for by the learner alone. 422 `adjustment_needs_a_place` for an enrolment that is over, 404 for anybody
   * else's.
   */
  request(actor: Actor, enrolmentId: string, { wish, supportNeedId }: AdjustmentBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const enrolment = await row<{ state: string }>(
        tx,
        'select state from enrolment where id = $1 and person_id = $2 for no key update',
        [enrolmentId, actor.personId],
      );
      if (!enrolment) throw refusePlatform('not_found');
      if (!canBeAdjusted(enrolment.state)) throw refuse('adjustment_needs_a_place');
      if (supportNeedId !== undefined) await this.needs.mustBeMine(tx, actor, supportNeedId);
      const asked = await row<{ count: number }>(
        tx,
        'select count(*)::integer as count from adjustment where enrolment_id = $1',
        [enrolmentId],
      );
      if ((asked?.count ?? 0) >= atMost) throw refuse('too_many_adjustments', { values: { most: atMost } });
      const id = newId();
      const { keyId, sealed } = await this.texts.seal(tx, actor.personId, placeOf(id, 'wish'), wish);
      await rows(
        tx,
        `
          insert into adjustment (id, enrolment_id, support_need_id, key_id, wish, requested_at)
          values ($1, $2, $3, $4, $5, $6)`,
        [id, enrolmentId, supportNeedId ?? null, keyId, sealed, this.clock.now()],
      );
      await this.events.record(tx, actor, { type: 'adjustment.requested', subjectId: id, refs: { enrolmentId } });
      return id;
    });
  }

  /** Says what is going to be done, and by whom: whoever agrees owns it. */
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
    return this.step(actor, id, 'ended', async () => undefined);
  }

  /** The learner says whether it is really there. 422 `adjustment_not_in_place` before that. */
  confirm(actor: Actor, id: string, met: boolean): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.find(tx, id, 'for update of a');
      if (!(await this.mustSee(tx, actor, found)).isLearner) throw refusePlatform('forbidden');
      if (found.state !== 'in_place') throw refuse('adjustment_not_in_place');
      await changed(tx, 'update adjustment set met = $2 where id = $1', [id, met]);
      await this.events.record(tx, actor, {
        type: 'adjustment.confirmed',
        subjectId: id,
        refs: { enrolmentId: found.enrolmentId, met },
      });
      return id;
    });
  }

  /** What is agreed for these enrolments, for the page of a roster. */
  async agreedFor(tx: Tx, enrolmentIds: readonly string[]): Promise<Map<string, string[]>> {
    const found = await rows<AdjustmentRow & Record<string, unknown>>(
      tx,
      `
        ${adjustments}
        where a.enrolment_id = any ($1) and a.state in ('agreed', 'in_place')
        order by a.enrolment_id, a.id
        limit 4000`,
      [enrolmentIds],
    );
    const byEnrolment = new Map<string, string[]>();
    for (const one of found)
      byEnrolment.set(one.enrolmentId, [
        ...(byEnrolment.get(one.enrolmentId) ?? []),
        (await this.open(one, 'action')) ?? '',
      ]);
    return byEnrolment;
  }

  private arrange(
    actor: Actor,
    id: string,
    to: AdjustmentState,
    words: Partial<Record<Part, string>>,
  ): Promise<string> {
    return this.step(actor, id, to, async (tx, found, { arranges, isLearner }) => {
      if (!arranges || isLearner) throw refusePlatform('forbidden');
      for (const part of parts) {
        const text = words[part];
        if (text === undefined) continue;
        const { sealed } = await this.texts.seal(tx, found.personId, placeOf(id, part), text);
        await changed(tx, `update adjustment set ${part} = $2, owner_id = $3 where id = $1`, [
          id,
          sealed,
          actor.personId,
        ]);
      }
    });
  }

  private step(
    actor: Actor,
    id: string,
    to: AdjustmentState,
    write: (tx: Tx, found: AdjustmentRow, ties: AdjustmentTies) => Promise<void>,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.find(tx, id, 'for update of a');
      const ties = await this.mustSee(tx, actor, found);
      transition(adjustmentMoves, found.state, to);
      await write(tx, found, ties);
      await changed(tx, 'update adjustment set state = $2 where id = $1', [id, to]);
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

  private async find(tx: Tx, id: string, lock = ''): Promise<AdjustmentRow> {
    const found = await row<AdjustmentRow & Record<string, unknown>>(tx, `${adjustments} where a.id = $1 ${lock}`, [
      id,
    ]);
    if (!found) throw refusePlatform('not_found');
    return found;
  }

  private async mustSee(
    tx: Tx,
    actor: Actor,
    { personId, runId }: Pick<AdjustmentRow, 'personId' | 'runId'>,
  ): Promise<AdjustmentTies> {
    const isLearner = actor.personId === personId;
    const arranges =
      is(actor, 'coordinator') ||
      (is(actor, 'facilitator') && (await this.runs.facilitates(tx, actor.personId, runId)));
    if (!isLearner && !arranges) throw refusePlatform('not_found');
    return { isLearner, arranges };
  }

  private async open(found: AdjustmentRow, part: Part): Promise<string | null> {
    const sealed = found[part];
    return sealed && this.texts.open(found.personId, placeOf(found.id, part), { keyId: found.keyId, sealed });
  }

  private async presentAdjustment(found: AdjustmentRow, ties: AdjustmentTies): Promise<AdjustmentDto> {
    return {
      id: found.id,
      enrolmentId: found.enrolmentId,
      supportNeedId: ties.isLearner ? found.supportNeedId : null,
      state: found.state,
      wish: (await this.open(found, 'wish')) ?? '',
      action: await this.open(found, 'action'),
      reason: await this.open(found, 'reason'),
      alternative: await this.open(found, 'alternative'),
      ownerId: found.ownerId,
      met: found.met,
      can: adjustmentActions(ties, found.state),
      version: found.version,
    };
  }
}

const placeOf = (id: string, part: Part) => `adjustment ${part} ${id}`;
