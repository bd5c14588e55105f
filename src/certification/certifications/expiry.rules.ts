import { Temporal } from 'temporal-polyfill';
import { dayAfter, monthsLater, monthsThrough } from '../../platform/calendar.js';

/**
 * From where the next expiry is counted: the day of completion, the expiry before, or a fixed day of the year (I-37).
 */
export const renewalModels = ['completion', 'expiry', 'fixed'] as const;
export type RenewalModel = (typeof renewalModels)[number];

export const fixedYears = ['every', 'odd', 'even'] as const;
export type FixedYears = (typeof fixedYears)[number];

/** The terms that decide on dates. */
export interface RenewalRule {
  model: RenewalModel;
  /** Length of a period; `completion` and `expiry` only. */
  months?: number;
  /** Last day of validity, MM-DD; 29 February is the 28th in a common year. `fixed` only. */
  fixedDay?: string;
  fixedYears?: FixedYears;
  /** Shortest period; one that would be shorter runs to the fixed day after it. `fixed` only. */
  minimumMonths?: number;
}

/** The gapless periods that a renewal follows: their first and their last day. */
export interface Chain {
  anchor: string;
  through: string;
}

export interface Validity {
  validFrom: string;
  validThrough: string;
}

/**
 * The period that follows from completing everything on a day. In time, it starts on the day after the one before and
 * no day is lost; too late, it starts on the day of completion and the gap stays. Months are counted from the first day
 * of the whole chain and a day that a month does not have is its last one, so that the 31st comes back to the 31st and
 * nothing drifts; also where a later set asks for another number of months. A period never ends before the one that it
 * follows.
 */
export function nextValidity(terms: RenewalRule, completedOn: string, before: Chain | null): Validity {
  const chain = before !== null && completedOn <= before.through ? before : null;
  return {
    validFrom: chain ? dayAfter(chain.through) : completedOn,
    validThrough: nextExpiry(terms, completedOn, chain),
  };
}

function nextExpiry({ model, months = 12, ...fixed }: RenewalRule, completedOn: string, chain: Chain | null): string {
  switch (model) {
    case 'completion':
      return chain && monthsThrough(completedOn, months) <= chain.through
        ? monthsThrough(dayAfter(chain.through), months)
        : monthsThrough(completedOn, months);
    case 'expiry':
      return chain ? monthsOnward(chain, months) : monthsThrough(completedOn, months);
    case 'fixed':
      return nextFixedDay(
        fixed,
        laterOf(monthsLater(completedOn, fixed.minimumMonths ?? 0), chain ? dayAfter(chain.through) : completedOn),
      );
  }
}

/**
 * So many months after the end of a chain: counted from its anchor where it ends on a whole month from there, else from
 * the day after.
 */
function monthsOnward({ anchor, through }: Chain, months: number): string {
  let passed = 1;
  while (monthsThrough(anchor, passed) < through) passed++;
  return monthsThrough(anchor, passed) === through
    ? monthsThrough(anchor, passed + months)
    : monthsThrough(dayAfter(through), months);
}

function nextFixedDay(
  { fixedDay = '12-31', fixedYears: years = 'every' }: Omit<RenewalRule, 'model' | 'months'>,
  from: string,
): string {
  const [month = 12, day = 31] = fixedDay.split('-').map(Number);
  for (let year = Number(from.slice(0, 4)); ; year++) {
    if (years !== 'every' && (year % 2 === 1) !== (years === 'odd')) continue;
    const expiry = Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' }).toString();
    if (expiry >= from) return expiry;
  }
}

const laterOf = (one: string, other: string): string => (one > other ? one : other);
