import { aDay, later } from '../../platform/calendar.js';
import type { StateTable } from '../../platform/states/state-table.js';

export const occasions = ['baseline', 'mid', 'end', 'followup_3m', 'adhoc'] as const;
export type Occasion = (typeof occasions)[number];

/** What is stored. Declining is an answer like the others (BR-80). */
export const measurementStates = ['offered', 'completed', 'partial', 'declined'] as const;
export type MeasurementState = (typeof measurementStates)[number];

export const measurementMoves: StateTable<MeasurementState> = {
  offered: ['completed', 'partial', 'declined'],
  completed: [],
  partial: [],
  declined: [],
};

/** What is shown; `expired` follows from the sessions of the run. */
export const shownMeasurementStates = [...measurementStates, 'expired'] as const;
export type ShownMeasurementState = (typeof shownMeasurementStates)[number];

/** When the sessions of a run begin and end; null while none is planned. */
export interface RunTimes {
  firstEnd: Date | null;
  lastStart: Date | null;
  lastEnd: Date | null;
}

export interface Window {
  from: Date | null;
  until: Date | null;
}

/**
 * When a measure of this occasion may be offered and answered; undefined where the run has no such time. A baseline
 * ends with the first session (BR-81).
 */
export function windowOf(occasion: Occasion, { firstEnd, lastStart, lastEnd }: RunTimes): Window | undefined {
  if (occasion === 'adhoc') return { from: null, until: null };
  if (!firstEnd || !lastStart || !lastEnd) return undefined;
  switch (occasion) {
    case 'baseline':
      return { from: null, until: firstEnd };
    case 'mid':
      return firstEnd < lastStart ? { from: firstEnd, until: lastStart } : undefined;
    case 'end':
      return { from: lastStart, until: later(lastEnd, 28 * aDay) };
    case 'followup_3m':
      return { from: later(lastEnd, 76 * aDay), until: later(lastEnd, 118 * aDay) };
  }
}

export const isWithin = (window: Window | undefined, now: Date): boolean =>
  window !== undefined &&
  (window.from === null || now >= window.from) &&
  (window.until === null || now <= window.until);

export function shownState(state: MeasurementState, window: Window | undefined, now: Date): ShownMeasurementState {
  return state === 'offered' && window?.until !== undefined && window.until !== null && now > window.until
    ? 'expired'
    : state;
}

/** Somebody who was offered a baseline: what they scored then and later, each null where there is no score. */
export interface Pair {
  baseline: number | null;
  later: number | null;
  assisted: boolean;
}

export interface Change {
  offered: number;
  baselines: number;
  paired: number;
  /** Paired of those who were offered a baseline, in whole percent; null when nobody was. */
  responseRate: number | null;
  /** Mean of later minus baseline, two decimals; null while too few are paired. */
  meanChange: number | null;
  indicative: boolean;
}

/**
 * The change of a group under one edition of one instrument, with its response rate; no figure for fewer than the
 * group's minimum (BR-82).
 */
export function pairedChange(
  pairs: readonly Pair[],
  { groupMinimum, indicativeBelow }: { groupMinimum: number; indicativeBelow: number },
): Change {
  const changes = pairs.flatMap(({ baseline, later: since }) =>
    baseline === null || since === null ? [] : [hundredths(since) - hundredths(baseline)],
  );
  const enough = changes.length >= groupMinimum;
  return {
    offered: pairs.length,
    baselines: pairs.filter(({ baseline }) => baseline !== null).length,
    paired: changes.length,
    responseRate: pairs.length === 0 ? null : Math.round((100 * changes.length) / pairs.length),
    meanChange: enough ? Math.round(changes.reduce((total, each) => total + each, 0) / changes.length) / 100 : null,
    indicative: enough && changes.length < indicativeBelow,
  };
}

/** Answers given with help stand apart from the others (BR-83). */
export const changeByHelp = (
  pairs: readonly Pair[],
  limits: { groupMinimum: number; indicativeBelow: number },
): { alone: Change; assisted: Change } => ({
  alone: pairedChange(
    pairs.filter(({ assisted }) => !assisted),
    limits,
  ),
  assisted: pairedChange(
    pairs.filter(({ assisted }) => assisted),
    limits,
  ),
});

const hundredths = (score: number): number => Math.round(score * 100);

/** How long somebody may read a score that was shared with them. */
export const grantDays = { usual: 30, most: 180 } as const;
