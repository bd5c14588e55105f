import type { Dimension } from './divisions.rules.js';

/** A value of every dimension of a counted thing. */
export type GroupValues = Partial<Record<Dimension, string>>;

/**
 * What is counted by itself, such as enrolments: its outcomes leave nothing out and do not overlap, and some of them
 * have a name together (`sums`), as those who completed and those who did not are the starters.
 */
export interface CountedThing {
  key: string;
  dimensions: readonly Dimension[];
  outcomes: readonly string[];
  sums: Readonly<Record<string, readonly string[]>>;
  /** What counts the same people under other names, wherever it does. */
  mayBeSame?: Readonly<Record<string, readonly string[]>>;
}

/**
 * How to count it: a statement that answers rows of `part`, `outcome`, one column per dimension and `count`, given the
 * parts of the time as $1, of people also as of when; $2 and $3 are the first and the last of all these days, unless it
 * counts a stock.
 */
export interface ThingWithStatement extends CountedThing {
  /**
   * `part`: adds up over parts and is kept as it was when first published. `person`: one person counts once, whatever
   * the parts. `stock`: how it stands on the last day.
   */
  over: 'part' | 'person' | 'stock';
  statement: string;
}

/**
 * So many of one group and outcome, in these parts of the time (one; several only where one person is counted once for
 * all). Kept in the database in this form.
 */
export interface CountedRow {
  at: number[];
  values: GroupValues;
  /** What they counted as in each of these parts, where that changed on the way. */
  valuesIn?: GroupValues[];
  outcome: string;
  /** Another outcome of the same people. */
  also?: string;
  count: number;
  /** What else adds up: minutes, or the change of scores. */
  amount?: number;
}

/** The parts of the time that a statement gets as $1, by number. */
export const parts = 'json_to_recordset($1) as part(n integer, "from" date, "to" date)';

/**
 * The part in which a day is. Postgres knows of a day between two others how many rows have it, and which index finds
 * them; of a day in some part it knows neither.
 */
export const inPart = (day: string): string =>
  `${parts} on ${day} between part."from" and part."to" and ${day} between $2::date and $3::date`;
