import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import { PrivateTextService } from '../../people/private-details/private-text.service.js';
import { type Actor, is } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { findRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { laterUnlessDamaged } from '../../platform/keys/sealing.js';
import { RunService } from '../../sessions/runs/run.service.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import type { AdjustmentDto } from './adjustment.dto.js';
import { adjustmentActions, type AdjustmentTies } from './adjustment.rules.js';
import { type AdjustmentRow, adjustments, type SealedPart, placeOf } from './adjustment.queries.js';

/** The most that one enrolment can have. */
export const mostAdjustments = 20;

/** What is arranged for learners, opened for whoever may read it: the learner, and those who arrange it. */
@Injectable()
export class AdjustmentQueryService {
  constructor(
    private readonly database: Database,
    private readonly runs: RunService,
    private readonly texts: PrivateTextService,
  ) {}

  /** 404 for an enrolment that is neither mine nor one that I arrange for. */
  ofEnrolment(actor: Actor, enrolmentId: string): Promise<AdjustmentDto[]> {
    return this.database.transaction(async (tx) => {
      const enrolment = await findRow(tx, Enrolment, { id: enrolmentId }, ['personId', 'runId']);
      if (!enrolment) throw refuse(platformRefusals.not_found);
      const ties = await this.mustSee(tx, actor, enrolment);
      const found = await rows<AdjustmentRow>(
        tx,
        `${adjustments} where a.enrolment_id = $1 order by a.id limit ${mostAdjustments}`,
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
      const found = await this.stored(tx, id);
      const ties = await this.mustSee(tx, actor, found);
      return this.presentAdjustment(found, ties);
    });
  }

  /** What is agreed for these enrolments, for the page of a roster. */
  async agreedFor(tx: Tx, enrolmentIds: readonly string[]): Promise<Map<string, string[]>> {
    const found = await rows<AdjustmentRow>(
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

  async stored(tx: Tx, id: string, lock = ''): Promise<AdjustmentRow> {
    const found = await row<AdjustmentRow>(tx, `${adjustments} where a.id = $1 ${lock}`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** Those who facilitate arrange it on the days of the run's roster, coordinators at any time (BR-210). */
  async mustSee(
    tx: Tx,
    actor: Actor,
    { personId, runId }: Pick<AdjustmentRow, 'personId' | 'runId'>,
  ): Promise<AdjustmentTies> {
    const isLearner = actor.personId === personId;
    const coordinates = is(actor, 'coordinator');
    const arranges =
      coordinates || (is(actor, 'facilitator') && (await this.runs.facilitates(tx, actor.personId, runId)));
    if (!isLearner && !arranges) throw refuse(platformRefusals.not_found);
    if (!isLearner && !coordinates) await this.runs.requireRosterDays(tx, runId);
    return { isLearner, arranges };
  }

  private async open(found: AdjustmentRow, part: SealedPart): Promise<string | null> {
    const sealed = found[part];
    if (sealed === null) return null;
    const opening = this.texts.open(found.personId, placeOf(found.id, part), { keyId: found.keyId, sealed });
    return (await laterUnlessDamaged(opening)) ?? textOf('records.damaged');
  }

  private async presentAdjustment(found: AdjustmentRow, ties: AdjustmentTies): Promise<AdjustmentDto> {
    const words = {
      wish: (await this.open(found, 'wish')) ?? '',
      action: await this.open(found, 'action'),
      reason: await this.open(found, 'reason'),
      alternative: await this.open(found, 'alternative'),
    };
    return {
      id: found.id,
      enrolmentId: found.enrolmentId,
      supportNeedId: ties.isLearner ? found.supportNeedId : null,
      state: found.state,
      damaged: Object.values(words).includes(textOf('records.damaged')),
      ...words,
      ownerId: found.ownerId,
      met: found.met,
      can: adjustmentActions(ties, found.state),
      version: found.version,
    };
  }
}
