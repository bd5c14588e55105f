import { Injectable } from '@nestjs/common';
import { ParticipantService } from '../../enrolment/enrolments/participant.service.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { insertRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { fits, rawRange, type Response, type Scale, type Score, scoreOf, scoreOfRaw } from './instrument.rules.js';
import { InstrumentService } from './instrument.service.js';
import type { AnswersBody, MeasurementBody, OfferBody } from './measurement.dto.js';
import { Measurement, MeasurementResponse } from './measurement.entity.js';
import {
  aboutResponse,
  hasPlace,
  type MeasurementRow,
  offerToAll,
  oneMeasurement,
  placesOfRun,
  timesOfRun,
} from './measurement.queries.js';
import { isWithin, measurementMoves, type Occasion, type RunTimes, windowOf } from './measurement.rules.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { SealedTextService, sealJson } from '../sealed-texts/sealed-text.service.js';

/**
 * What learners measure of themselves: offered, never asked twice, and read by nobody else unless they say so (BR-80 to
 * BR-84).
 */
@Injectable()
export class MeasurementService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly instruments: InstrumentService,
    private readonly participants: ParticipantService,
    private readonly sealedTexts: SealedTextService,
  ) {}

  /**
   * Takes one by oneself. 404 for a run without a place on it, 409 `measurement_offered_already`, 422
   * `occasion_window`, `run_required`, `instrument_not_licensed`.
   */
  begin(actor: Actor, { instrumentId, occasion, runId }: MeasurementBody): Promise<string> {
    if (occasion !== 'adhoc' && runId === undefined) throw refuse(outcomesRefusals.run_required);
    return this.database.command(actor, async (tx) => {
      if (runId !== undefined && !(await row(tx, hasPlace, [runId, actor.personId])))
        throw refuse(platformRefusals.not_found);
      await this.instruments.inUse(tx, instrumentId);
      await this.requireWindow(tx, occasion, runId ?? null);
      const id = newId();
      await tx.insert(Measurement, {
        id,
        personId: actor.personId,
        instrumentId,
        occasion,
        runId: runId ?? null,
        offeredAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'measurement.offered', subjectId: id });
      return id;
    });
  }

  /**
   * Offers a measure to everybody with a place. Who was offered it before is left alone, whatever they said; nobody is
   * told who that is (BR-80).
   */
  async offer(actor: Actor, runId: string, { instrumentId, occasion }: OfferBody): Promise<void> {
    await this.database.command(actor, async (tx) => {
      if (!is(actor, 'coordinator') && !(await this.participants.facilitatesRun(tx, actor.personId, runId)))
        throw refuse(platformRefusals.not_found);
      await this.instruments.inUse(tx, instrumentId);
      await this.requireWindow(tx, occasion, runId);
      const places = await rows<{ personId: string }>(tx, placesOfRun, [runId]);
      await changed(tx, offerToAll, [
        runId,
        instrumentId,
        occasion,
        this.clock.now(),
        JSON.stringify(places.map(({ personId }) => ({ id: newId(), person_id: personId }))),
      ]);
      await this.events.record(tx, actor, {
        type: 'measurement.offered_to_run',
        subjectId: runId,
        refs: { instrumentId, occasion },
      });
      return runId;
    });
  }

  /**
   * 409 when it was answered before; 422 `occasion_window`, `instrument_not_licensed`, `measure_mode_unknown`,
   * `responses_do_not_fit`, `raw_out_of_range`, `answers_or_total`.
   */
  async answer(actor: Actor, id: string, { mode, responses, raw }: AnswersBody): Promise<string> {
    const key = await this.sealedTexts.of(actor.personId);
    return this.database.command(actor, async (tx) => {
      const found = await this.lockOwnMeasurement(tx, actor, id);
      const instrument = await this.instruments.inUse(tx, found.instrument.id);
      if (!isWithin(windowOf(found.occasion, found), this.clock.now())) throw refuse(outcomesRefusals.occasion_window);
      if (!instrument.modes.includes(mode)) throw refuse(outcomesRefusals.measure_mode_unknown);
      const score = scored(instrument, responses, raw);
      const to = transition(measurementMoves, found.state, score.complete ? 'completed' : 'partial');
      await tx.update(
        Measurement,
        { id },
        {
          state: to,
          mode,
          raw: score.raw,
          metric: score.metric === null ? null : String(score.metric),
          answeredAt: this.clock.now(),
          keyId: key.id,
        },
      );
      await insertRows(
        tx,
        MeasurementResponse,
        (responses ?? []).map(({ item, value }) => ({
          measurementId: id,
          item,
          sealed: sealJson(key, value, aboutResponse(id, item)),
        })),
      );
      // Not how: an event never tells who declined.
      await this.events.record(tx, actor, { type: 'measurement.answered', subjectId: id });
      return id;
    });
  }

  /** Says no, for good on this occasion; no reason is asked for (BR-80). */
  decline(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { state } = await this.lockOwnMeasurement(tx, actor, id);
      const to = transition(measurementMoves, state, 'declined');
      await tx.update(Measurement, { id }, { state: to, answeredAt: this.clock.now() });
      await this.events.record(tx, actor, { type: 'measurement.answered', subjectId: id });
      return id;
    });
  }

  /** A measure of mine, locked. 404 for anybody else's, shared or not. */
  async lockOwnMeasurement(tx: Tx, actor: Actor, id: string): Promise<MeasurementRow> {
    await tx.findOne(Measurement, {
      select: { id: true },
      where: { id, personId: actor.personId },
      lock: { mode: 'for_no_key_update' },
    });
    const found = await row<MeasurementRow>(tx, oneMeasurement, [id, actor.personId, this.clock.now()]);
    if (found?.personId !== actor.personId) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** 404 for a run that is not there, 422 `occasion_window`. */
  private async requireWindow(tx: Tx, occasion: Occasion, runId: string | null): Promise<void> {
    const times = await row<RunTimes>(tx, timesOfRun, [runId]);
    if (!times && runId !== null) throw refuse(platformRefusals.not_found);
    const window = windowOf(occasion, times ?? { firstEnd: null, lastStart: null, lastEnd: null });
    if (!isWithin(window, this.clock.now())) throw refuse(outcomesRefusals.occasion_window);
  }
}

function scored(scale: Scale, responses: readonly Response[] | undefined, raw: number | undefined): Score {
  if ((responses === undefined) === (raw === undefined)) throw refuse(outcomesRefusals.answers_or_total);
  if (responses === undefined) {
    const { least, most } = rawRange(scale);
    if (raw === undefined || raw < least || raw > most)
      throw refuse(outcomesRefusals.raw_out_of_range, { values: { least, most } });
    return scoreOfRaw(scale, raw);
  }
  if (!fits(scale, responses))
    throw refuse(outcomesRefusals.responses_do_not_fit, {
      values: { items: scale.itemCount + scale.unscoredItems, least: scale.itemMin, most: scale.itemMax },
    });
  return scoreOf(scale, responses);
}
