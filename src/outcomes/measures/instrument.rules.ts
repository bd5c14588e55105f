import type { StateTable } from '../../platform/states/state-table.js';

export const scorings = ['sum', 'sum_then_table'] as const;
export type Scoring = (typeof scorings)[number];

/**
 * How a measure is answered: alone on a screen, alone on paper, or with help, which is told apart ever after (BR-83).
 */
export const measureModes = ['self_digital', 'self_paper', 'assisted'] as const;
export type MeasureMode = (typeof measureModes)[number];

export const instrumentStates = ['draft', 'licensed', 'active', 'suspended', 'retired'] as const;
export type InstrumentState = (typeof instrumentStates)[number];

export const instrumentMoves: StateTable<InstrumentState> = {
  draft: ['licensed', 'active', 'retired'],
  licensed: ['active', 'retired'],
  active: ['suspended', 'retired'],
  suspended: ['active', 'retired'],
  retired: [],
};

export interface Licence {
  required: boolean;
  reference: string | null;
  expiresOn: string | null;
}

/** Whether the college may use the instrument today (BR-75). */
export const licenceStands = ({ required, reference, expiresOn }: Licence, today: string): boolean =>
  !required || (reference !== null && (expiresOn === null || expiresOn >= today));

/** Where the instrument stands today: one whose licence is over is suspended, without anybody doing anything. */
export const stateOn = (state: InstrumentState, licence: Licence, today: string): InstrumentState =>
  (state === 'active' || state === 'licensed') && !licenceStands(licence, today) ? 'suspended' : state;

/** Whether the words of the items may be shown (BR-76). */
export const mayShowItems = (standing: InstrumentState): boolean => standing === 'licensed' || standing === 'active';

export interface Scale {
  itemCount: number;
  /** Items after those, which are asked and never scored. */
  unscoredItems: number;
  itemMin: number;
  itemMax: number;
  /** The metric score of each raw score, the smallest first; null where the raw score is told. */
  conversion: readonly number[] | null;
}

export interface Response {
  item: number;
  value: number;
}

export interface Score {
  complete: boolean;
  raw: number | null;
  metric: number | null;
}

export const rawRange = ({ itemCount, itemMin, itemMax }: Scale): { least: number; most: number } => ({
  least: itemCount * itemMin,
  most: itemCount * itemMax,
});

/** Whether such answers exist on this scale. */
export const fits = ({ itemCount, unscoredItems, itemMin, itemMax }: Scale, responses: readonly Response[]): boolean =>
  new Set(responses.map(({ item }) => item)).size === responses.length &&
  responses.every(
    ({ item, value }) => item >= 1 && item <= itemCount + unscoredItems && value >= itemMin && value <= itemMax,
  );

/**
 * The score of answers that fit: with an item missing there is none (BR-77); what is never scored may be missing
 * (BR-79).
 */
export function scoreOf(scale: Scale, responses: readonly Response[]): Score {
  const scored = responses.filter(({ item }) => item <= scale.itemCount);
  if (scored.length < scale.itemCount) return { complete: false, raw: null, metric: null };
  return scoreOfRaw(
    scale,
    scored.reduce((total, { value }) => total + value, 0),
  );
}

/** The score of a total that was added up on paper. Throws a RangeError for a total that no answers have. */
export function scoreOfRaw(scale: Scale, raw: number): Score {
  const { least, most } = rawRange(scale);
  if (raw < least || raw > most) throw new RangeError('No answers have this total');
  return { complete: true, raw, metric: scale.conversion?.[raw - least] ?? raw };
}
