import { Injectable } from '@nestjs/common';
import { ParticipantService } from '../../enrolment/enrolments/participant.service.js';
import { type Actor, is } from '../../platform/access/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { refuse as refusePlatform } from '../../platform/errors/platform.refusals.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { fits, rawRange, type Response, type Scale, type Score, scoreOf, scoreOfRaw } from './instrument.rules.js';
import { InstrumentService } from './instrument.service.js';
import type {
  AnswersBody,
  MeasurementBody,
  MeasurementDto,
  MeasurementQuery,
  MeasurementSummaryDto,
  OfferBody,
} from './measurement.dto.js';
import {
  hasPlace,
  type MeasurementRow,
  measurementsSharedWithMe,
  myMeasurements,
  offerToAll,
  oneMeasurement,
  placesOfRun,
  timesOfRun,
} from './measurement.queries.js';
import { isWithin, measurementMoves, type Occasion, type RunTimes, shownState, windowOf } from './measurement.rules.js';
import { refuse } from '../outcomes.refusals.js';
import { openJson, SealedTextService, sealJson } from '../sealed-texts/sealed-text.service.js';

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
    private readonly seals: SealedTextService,
  ) {}

  /**
   * Takes one by oneself. 404 for a run without a place on it, 409 `measurement_offered_already`, 422
   * `occasion_window`, `run_required`, `instrument_not_licensed`.
   */
  begin(actor: Actor, { instrumentId, occasion, runId }: MeasurementBody): Promise<string> {
    if (occasion !== 'adhoc' && runId === undefined) throw refuse('run_required');
    return this.database.command(actor, async (tx) => {
      if (runId !== undefined && !(await row(tx, hasPlace, [runId, actor.personId]))) throw refusePlatform('not_found');
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
        throw refusePlatform('not_found');
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

  /** Those who were offered a measure of their run and have neither answered nor declined. */
  waiting(runId: string, instrumentId: string, occasion: string): Promise<{ id: string; personId: string }[]> {
    return this.database.rows(
      `
        select id, person_id as "personId"
        from measurement
        where run_id = $1 and instrument_id = $2 and occasion = $3 and state = 'offered'
        order by id`,
      [runId, instrumentId, occasion],
    );
  }

  /** Until when this person can answer it; undefined once they did, said no, or its time is over. */
  async waitsUntil(tx: Tx, id: string, personId: string): Promise<Date | undefined> {
    const found = await row<Stored>(tx, oneMeasurement, [id, personId, this.clock.now()]);
    const window = found?.state === 'offered' ? windowOf(found.occasion, found) : undefined;
    return isWithin(window, this.clock.now()) ? (window?.until ?? undefined) : undefined;
  }

  /**
   * 409 when it was answered before; 422 `occasion_window`, `instrument_not_licensed`, `measure_mode_unknown`,
   * `responses_do_not_fit`, `raw_out_of_range`, `answers_or_total`.
   */
  async answer(actor: Actor, id: string, { mode, responses, raw }: AnswersBody): Promise<string> {
    const key = await this.seals.of(actor.personId);
    return this.database.command(actor, async (tx) => {
      const found = await this.lockOwnMeasurement(tx, actor, id);
      const instrument = await this.instruments.inUse(tx, found.instrument.id);
      if (!isWithin(windowOf(found.occasion, found), this.clock.now())) throw refuse('occasion_window');
      if (!instrument.modes.includes(mode)) throw refuse('measure_mode_unknown');
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
        sealed: `\\x${sealJson(key, value, about(id, item)).toString('hex')}`,
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

  /** Mine, or one whose score was shared with me; 404 for everybody else, whatever their role (BR-84). */
  async one(actor: Actor, id: string): Promise<MeasurementDto> {
    const now = this.clock.now();
    const found = await this.database.row<Stored>(oneMeasurement, [id, actor.personId, now]);
    if (!found) throw refusePlatform('not_found');
    const mine = found.personId === actor.personId;
    const shown = summary(found, now);
    const open = shown.state === 'offered';
    const can = mine
      ? [
          ...(open && isWithin(windowOf(found.occasion, found), now) ? ['answer'] : []),
          ...(open ? ['decline'] : []),
          ...(found.raw === null ? [] : ['share']),
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
    const page = [before, actor.personId, limit + 1];
    const found = sharedWithMe
      ? await this.database.rows<Stored>(measurementsSharedWithMe, [...page, now])
      : await this.database.rows<Stored>(myMeasurements, page);
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (each) => summary(each, now),
    );
  }

  /** A measure of mine, locked. 404 for anybody else's, shared or not. */
  async lockOwnMeasurement(tx: Tx, actor: Actor, id: string): Promise<MeasurementRow> {
    await changed(tx, 'select from measurement where id = $1 and person_id = $2 for no key update', [
      id,
      actor.personId,
    ]);
    const found = await row<Stored>(tx, oneMeasurement, [id, actor.personId, this.clock.now()]);
    if (found?.personId !== actor.personId) throw refusePlatform('not_found');
    return found;
  }

  private async responses({ id, personId, keyId }: MeasurementRow): Promise<Response[]> {
    const sealed = await this.database.rows<{ item: number; sealed: Buffer }>(
      'select item, sealed from measurement_response where measurement_id = $1 order by item limit 70',
      [id],
    );
    if (keyId === null || sealed.length === 0) return [];
    const key = await this.seals.opening(personId, keyId);
    return sealed.map((each) => ({ item: each.item, value: Number(openJson(key, each.sealed, about(id, each.item))) }));
  }

  /** 404 for a run that is not there, 422 `occasion_window`. */
  private async requireWindow(tx: Tx, occasion: Occasion, runId: string | null): Promise<void> {
    const times = await row<RunTimes & Record<string, unknown>>(tx, timesOfRun, [runId]);
    if (!times && runId !== null) throw refusePlatform('not_found');
    const window = windowOf(occasion, times ?? { firstEnd: null, lastStart: null, lastEnd: null });
    if (!isWithin(window, this.clock.now())) throw refuse('occasion_window');
  }
}

const about = (measurementId: string, item: number): string[] => ['measurement 1', measurementId, String(item)];

function scored(scale: Scale, responses: readonly Response[] | undefined, raw: number | undefined): Score {
  if ((responses === undefined) === (raw === undefined)) throw refuse('answers_or_total');
  if (responses === undefined) {
    const { least, most } = rawRange(scale);
    if (raw === undefined || raw < least || raw > most) throw refuse('raw_out_of_range', { values: { least, most } });
    return scoreOfRaw(scale, raw);
  }
  if (!fits(scale, responses))
    throw refuse('responses_do_not_fit', {
      values: { items: scale.itemCount + scale.unscoredItems, least: scale.itemMin, most: scale.itemMax },
    });
  return scoreOf(scale, responses);
}

function summary(found: MeasurementRow, now: Date): MeasurementSummaryDto {
  const { id, personId, instrument, occasion, runId, offeredAt, answeredAt, mode, raw, metric } = found;
  const window = windowOf(occasion, found);
  return {
    id,
    personId,
    instrument,
    occasion,
    runId,
    state: shownState(found.state, window, now),
    offeredAt: offeredAt.toISOString(),
    answerUntil: window?.until?.toISOString() ?? null,
    answeredAt: answeredAt?.toISOString() ?? null,
    mode,
    raw,
    metric,
  };
}
