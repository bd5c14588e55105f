import { Injectable } from '@nestjs/common';
import { refuseAfterCard, refuseEarlier } from '../../platform/access/after-card.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import type { Response } from './instrument.rules.js';
import type { MeasurementDto, MeasurementQuery, MeasurementSummaryDto } from './measurement.dto.js';
import { Measurement, MeasurementResponse } from './measurement.entity.js';
import {
  aboutResponse,
  type MeasurementRow,
  measurementsSharedWithMe,
  myMeasurements,
  oneMeasurement,
} from './measurement.queries.js';
import { isWithin, windowOf } from './measurement.rules.js';
import { openJson, SealedTextService } from '../sealed-texts/sealed-text.service.js';
import { presentMeasurement } from './measurement.presenter.js';
import { when } from '../../platform/access/acts.js';

/** Measures as the learner sees them, and whoever a score was shared with (BR-84). */
@Injectable()
export class MeasurementQueryService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sealedTexts: SealedTextService,
  ) {}

  /** Those who were offered a measure of their run and have neither answered nor declined. */
  waiting(runId: string, instrumentId: string, occasion: string): Promise<Pick<Measurement, 'id' | 'personId'>[]> {
    return this.database.rows(
      `
        select ${columnsOf(Measurement, 'm', 'id', 'personId')}
        from measurement m
        where run_id = $1 and instrument_id = $2 and occasion = $3 and state = 'offered'
        order by id`,
      [runId, instrumentId, occasion],
    );
  }

  /** Until when this person can answer it, and the zone of its run; undefined once they did, said no, or its time is over. */
  async waitsUntil(
    tx: Tx,
    id: string,
    personId: string,
  ): Promise<{ notAfter: Date; timeZone: string | null } | undefined> {
    const found = await row<MeasurementRow>(tx, oneMeasurement, [id, personId, this.clock.now()]);
    const window = found?.state === 'offered' ? windowOf(found.occasion, found) : undefined;
    const notAfter = isWithin(window, this.clock.now()) ? window?.until : undefined;
    return found && notAfter ? { notAfter, timeZone: found.timeZone } : undefined;
  }

  /**
   * Mine, or one whose score was shared with me; 404 for everybody else, whatever their role (BR-84). 403
   * `closed_after_card` for what was answered before the card of this sign-in was used, and for others' (BR-188).
   */
  async one(actor: Actor, id: string): Promise<MeasurementDto> {
    const now = this.clock.now();
    const found = await this.database.row<MeasurementRow>(oneMeasurement, [id, actor.personId, now]);
    if (!found) throw refuse(platformRefusals.not_found);
    const mine = found.personId === actor.personId;
    refuseEarlier(actor, mine ? (found.answeredAt ?? now) : null);
    const shown = presentMeasurement(found, now);
    const open = shown.state === 'offered';
    const can = mine
      ? [
          ...when(open && isWithin(windowOf(found.occasion, found), now), 'answer'),
          ...when(open, 'decline'),
          ...when(found.raw !== null, 'share'),
        ]
      : [];
    return { ...shown, responses: mine ? await this.responses(found) : [], can, version: found.version };
  }

  /** Mine, or those shared with me; offered last first. */
  async list(
    actor: Actor,
    { limit, cursor, sharedWithMe = false }: MeasurementQuery,
  ): Promise<Page<MeasurementSummaryDto>> {
    const scope = { list: 'measurements', sharedWithMe };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const now = this.clock.now();
    if (sharedWithMe) refuseAfterCard(actor);
    const page = [before, actor.personId, limit + 1];
    const found = sharedWithMe
      ? await this.database.rows<MeasurementRow>(measurementsSharedWithMe, [...page, now])
      : await this.database.rows<MeasurementRow>(myMeasurements, [...page, actor.afterCard?.since ?? null]);
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (each) => presentMeasurement(each, now),
    );
  }

  private async responses({ id, personId, keyId }: MeasurementRow): Promise<Response[]> {
    const sealed = await this.database.rows<Pick<MeasurementResponse, 'item' | 'sealed'>>(
      `
        select ${columnsOf(MeasurementResponse, 'r', 'item', 'sealed')}
        from measurement_response r
        where r.measurement_id = $1
        order by r.item
        limit 70`,
      [id],
    );
    if (keyId === null || sealed.length === 0) return [];
    const key = await this.sealedTexts.opening(personId, keyId);
    return sealed.map((each) => ({
      item: each.item,
      value: Number(openJson(key, each.sealed, aboutResponse(id, each.item))),
    }));
  }
}
