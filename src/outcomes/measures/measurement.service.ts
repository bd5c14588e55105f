import { Injectable } from '@nestjs/common';
import { ParticipantService } from '../../enrolment/enrolments/participant.service.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { fits, rawRange, type Response, type Scale, type Score, scoreOf, scoreOfRaw } from './instrument.rules.js';
import { InstrumentService } from './instrument.service.js';
import type { AnswersBody, MeasurementBody, OfferBody } from './measurement.dto.js';
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

type Stored = MeasurementRow & Record<string, unknown>;

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
      await changed(
        tx,
        `
          insert into measurement (id, person_id, instrument_id, occasion, run_id, offered_at)
          values ($1, $2, $3, $4, $5, $6)`,
        [id, actor.personId, instrumentId, occasion, runId ?? null, this.clock.now()],
      );
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
      await changed(
        tx,
        `
          update measurement
          set state = $2, mode = $3, raw = $4, metric = $5, answered_at = $6, key_id = $7
          where id = $1`,
        [id, to, mode, score.raw, score.metric, this.clock.now(), key.id],
      );
      const sealed = (responses ?? []).map(({ item, value }) => ({
        item,
        sealed: `\\x${sealJson(key, value, aboutResponse(id, item)).toString('hex')}`,
      }));
      await changed(
        tx,
        `
          insert into measurement_response (measurement_id, item, sealed)
          select $1, item, sealed
          from json_to_recordset($2) as one(item integer, sealed bytea)`,
        [id, JSON.stringify(sealed)],
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
      await changed(tx, 'update measurement set state = $2, answered_at = $3 where id = $1', [
        id,
        transition(measurementMoves, state, 'declined'),
        this.clock.now(),
      ]);
      await this.events.record(tx, actor, { type: 'measurement.answered', subjectId: id });
      return id;
    });
  }

  /** A measure of mine, locked. 404 for anybody else's, shared or not. */
  async lockOwnMeasurement(tx: Tx, actor: Actor, id: string): Promise<MeasurementRow> {
    await changed(tx, 'select from measurement where id = $1 and person_id = $2 for no key update', [
      id,
      actor.personId,
    ]);
    const found = await row<Stored>(tx, oneMeasurement, [id, actor.personId, this.clock.now()]);
    if (found?.personId !== actor.personId) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** 404 for a run that is not there, 422 `occasion_window`. */
  private async requireWindow(tx: Tx, occasion: Occasion, runId: string | null): Promise<void> {
    const times = await row<RunTimes & Record<string, unknown>>(tx, timesOfRun, [runId]);
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
