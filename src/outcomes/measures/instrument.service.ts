import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import { type Actor, is } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type {
  InstrumentBody,
  InstrumentDto,
  InstrumentQuery,
  InstrumentSummaryDto,
  LicenceBody,
  ThresholdDto,
} from './instrument.dto.js';
import { Instrument } from './instrument.entity.js';
import { type InstrumentRow, listedInstruments, oneInstrument } from './instrument.queries.js';
import {
  instrumentMoves,
  type InstrumentState,
  type Licence,
  licenceStands,
  mayShowItems,
  measureModes,
  stateOn,
} from './instrument.rules.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { when } from '../../platform/access/acts.js';

/** The measures that the college knows: their scoring, and the licence without which none is used (BR-75, BR-76). */
@Injectable()
export class InstrumentService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /** 409 `instrument_known`, 422 `conversion_incomplete`. */
  add(actor: Actor, wish: InstrumentBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await tx.insert(Instrument, {
        id,
        code: wish.code,
        edition: wish.edition,
        name: wish.name,
        itemCount: wish.itemCount,
        unscoredItems: wish.unscoredItems ?? 0,
        itemMin: wish.itemMin,
        itemMax: wish.itemMax,
        scoring: wish.conversion ? 'sum_then_table' : 'sum',
        conversion: wish.conversion?.map(String) ?? null,
        modes: wish.modes ?? [...measureModes],
        licenceRequired: wish.licenceRequired,
        copyrightStatement: wish.copyrightStatement ?? null,
      });
      await this.events.record(tx, actor, { type: 'instrument.added', subjectId: id });
      return id;
    });
  }

  /** Records the college's licence, or a renewed one. */
  license(
    actor: Actor,
    id: string,
    expected: number,
    { reference, holder, expiresOn, copyrightStatement }: LicenceBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { state } = await this.lockInstrument(tx, id, expected);
      const to = state === 'draft' ? transition(instrumentMoves, state, 'licensed') : state;
      await tx.update(
        Instrument,
        { id },
        {
          licenceReference: reference,
          licenceHolder: holder,
          licenceExpiresOn: expiresOn ?? null,
          copyrightStatement,
          state: to,
        },
      );
      await this.events.record(tx, actor, { type: 'instrument.licensed', subjectId: id, from: state, to });
      return id;
    });
  }

  /** Loads the words of the items. 422 `instrument_not_licensed`, `item_texts_incomplete`. */
  loadItems(actor: Actor, id: string, expected: number, texts: readonly string[]): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.lockInstrument(tx, id, expected);
      if (!licenceStands(licenceOf(found), await this.today(tx)))
        throw refuse(outcomesRefusals.instrument_not_licensed);
      if (texts.length !== found.itemCount + found.unscoredItems)
        throw refuse(outcomesRefusals.item_texts_incomplete, {
          values: { count: found.itemCount + found.unscoredItems },
        });
      await tx.update(Instrument, { id }, { itemTexts: [...texts] });
      await this.events.record(tx, actor, { type: 'instrument.items_loaded', subjectId: id });
      return id;
    });
  }

  /** Says what scores may mean, each with its source (BR-79). */
  setThresholds(actor: Actor, id: string, expected: number, thresholds: readonly ThresholdDto[]): Promise<string> {
    return this.database.command(actor, async (tx) => {
      await this.lockInstrument(tx, id, expected);
      await tx.update(Instrument, { id }, { thresholds: [...thresholds] });
      await this.events.record(tx, actor, { type: 'instrument.thresholds_set', subjectId: id });
      return id;
    });
  }

  /**
   * Takes it into use, out of use, or away. 422 `instrument_not_licensed` for use without a licence that stands
   * (BR-75).
   */
  moveInstrument(actor: Actor, id: string, wanted: InstrumentState): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const found = await this.lockInstrument(tx, id);
      if (wanted === 'active' && !licenceStands(licenceOf(found), await this.today(tx)))
        throw refuse(outcomesRefusals.instrument_not_licensed);
      const to = transition(instrumentMoves, found.state, wanted);
      await tx.update(Instrument, { id }, { state: to });
      await this.events.record(tx, actor, { type: 'instrument.moved', subjectId: id, from: found.state, to });
      return id;
    });
  }

  async one(actor: Actor, id: string): Promise<InstrumentDto> {
    const found = await this.database.row<InstrumentRow>(oneInstrument, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    const today = await this.today();
    const { conversion, thresholds, itemTexts, version } = found;
    const shown = summary(found, today);
    return {
      ...shown,
      conversion,
      thresholds,
      items: mayShowItems(shown.state) ? itemTexts : null,
      version,
      can: canDo(actor, found, today),
    };
  }

  async list({ limit, cursor, name }: InstrumentQuery): Promise<Page<InstrumentSummaryDto>> {
    const scope = { list: 'instruments', name };
    const [after = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<InstrumentRow>(listedInstruments(name), [after, limit + 1, name ?? null]);
    const today = await this.today();
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (each) => summary(each, today),
    );
  }

  /** An instrument that may be administered today. 404, or 422 `instrument_not_licensed`, `instrument_not_in_use`. */
  async inUse(tx: Tx, id: string): Promise<InstrumentRow> {
    const found = await row<InstrumentRow>(tx, oneInstrument, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    if (!licenceStands(licenceOf(found), await this.today(tx))) throw refuse(outcomesRefusals.instrument_not_licensed);
    if (found.state !== 'active') throw refuse(outcomesRefusals.instrument_not_in_use);
    return found;
  }

  private async lockInstrument(tx: Tx, id: string, expected?: number): Promise<InstrumentRow> {
    const found = await row<InstrumentRow>(tx, `${oneInstrument} for no key update`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    if (expected !== undefined && found.version !== expected) throw stale(found.version);
    return found;
  }

  private async today(tx?: Tx): Promise<string> {
    return dateAt(this.clock.now(), (await this.college.current(tx)).timeZone);
  }
}

const licenceOf = ({ licenceRequired, licenceReference, licenceExpiresOn }: InstrumentRow): Licence => ({
  required: licenceRequired,
  reference: licenceReference,
  expiresOn: licenceExpiresOn,
});

function summary(found: InstrumentRow, today: string): InstrumentSummaryDto {
  const {
    id,
    code,
    edition,
    name,
    itemCount,
    unscoredItems,
    itemMin,
    itemMax,
    scoring,
    modes,
    copyrightStatement,
    state,
  } = found;
  const licence = licenceOf(found);
  return {
    id,
    code,
    edition,
    name,
    itemCount,
    unscoredItems,
    itemMin,
    itemMax,
    scoring,
    modes,
    copyrightStatement,
    state: stateOn(state, licence, today),
    licence: { ...licence, holder: found.licenceHolder, stands: licenceStands(licence, today) },
    itemTextLoaded: found.itemTexts !== null,
  };
}

function canDo(actor: Actor, found: InstrumentRow, today: string): InstrumentDto['can'] {
  if (!is(actor, 'administrator') || found.state === 'retired') return [];
  const stands = licenceStands(licenceOf(found), today);
  return [
    'license',
    'set_thresholds',
    ...when(stands, 'load_items'),
    ...when(stands && instrumentMoves[found.state].includes('active'), 'activate'),
    ...when(instrumentMoves[found.state].includes('suspended'), 'suspend'),
    'retire',
  ];
}
