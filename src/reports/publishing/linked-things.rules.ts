import type { CountedRow, CountedThing } from '../counting/counted-thing.js';
import type { ThingToPublish } from './publication.rules.js';

/** Counted things between which it is decided together what hides, and what is made of each. */
export interface DecidedTogether extends Omit<ThingToPublish, 'figures'> {
  of: readonly ThingToPublish[];
}

/** What two things count alike, wherever each run has one session: anybody can look up that it has. */
const sameInOneSession = {
  attended: ['completed', 'not_completed'],
  never_came: ['did_not_attend', 'sent_word'],
  starters: ['attended'],
  expected: ['starters', 'never_came'],
};

/**
 * Enrolments and places of runs with one session are the same people, so that what hides in one table must not be told
 * by the other: for this they are one table (BR-166). Everything else is decided by itself.
 */
export function decidedTogether(things: readonly ThingToPublish[]): DecidedTogether[] {
  const enrolments = things.find(({ thing }) => thing.key === 'enrolments');
  const places = things.find(({ thing }) => thing.key === 'places');
  if (!enrolments || !places) return things.map((each) => ({ ...each, of: [each] }));
  return things
    .filter((each) => each !== places)
    .map((each) => (each === enrolments ? oneTableOf(enrolments, places) : { ...each, of: [each] }));
}

function oneTableOf(enrolments: ThingToPublish, places: ThingToPublish): DecidedTogether {
  const both = [enrolments, places];
  const thing: CountedThing = {
    key: both.map((each) => each.thing.key).join(),
    dimensions: enrolments.thing.dimensions,
    outcomes: both.flatMap((each) => each.thing.outcomes),
    sums: { ...enrolments.thing.sums, ...places.thing.sums },
    mayBeSame: sameInOneSession,
  };
  return {
    thing,
    rows: rowsOfBoth(thing, [...enrolments.rows, ...places.rows]),
    earlier: enrolments.earlier.map((period, index) => ({
      ...period,
      hidden: new Set([...period.hidden, ...(places.earlier[index]?.hidden ?? [])]),
      leftOut: new Set([...period.leftOut, ...(places.earlier[index]?.leftOut ?? [])]),
    })),
    current: enrolments.current,
    of: both,
  };
}

/** Where one thing counts as many as the other of the same time and group, its rows are the other's. */
function rowsOfBoth(thing: CountedThing, rows: readonly CountedRow[]): CountedRow[] {
  const byGroup = new Map<string, CountedRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.at, row.values]);
    byGroup.set(key, [...(byGroup.get(key) ?? []), row]);
  }
  return [...byGroup.values()].flatMap((group) =>
    Object.entries(thing.mayBeSame ?? {})
      .filter(([whole]) => thing.outcomes.includes(whole))
      .reduce((merged, [whole, finer]) => mergedWhereSame(merged, whole, finer), group),
  );
}

function mergedWhereSame(rows: CountedRow[], whole: string, finer: readonly string[]): CountedRow[] {
  const one = rows.find(({ outcome }) => outcome === whole);
  const parts = rows.filter(({ outcome }) => finer.includes(outcome));
  const [first] = parts;
  if (!one || parts.reduce((sum, { count }) => sum + count, 0) !== one.count) return rows;
  return rows
    .filter((row) => row !== one)
    .map((row) => {
      if (!parts.includes(row)) return row;
      const amount = (row.amount ?? 0) + (row === first ? (one.amount ?? 0) : 0);
      return { ...row, also: whole, amount };
    });
}
