import type { CountedRow, CountedThing } from '../../src/reports/counting/counted-thing.js';
import { figureSuppression } from '../../src/reports/figure-table/figure-suppression.rules.js';
import { FigureTable } from '../../src/reports/figure-table/figure-table.js';
import type { PeriodInParts, PublishedPeriod } from '../../src/reports/figure-table/time-slices.js';
import { Deadline } from '../../src/reports/suppression/deadline.js';
import type { KnownSum } from './attackers.js';

export const threshold = 5;

/** Places, by mode and by eligibility, in three parts of a year. */
export const places: CountedThing = {
  key: 'places',
  dimensions: ['mode', 'eligibilityBasis'],
  outcomes: ['attended', 'did_not_attend'],
  sums: { expected: ['attended', 'did_not_attend'] },
};
const modes = ['online', 'hybrid'];
const bases = ['public', 'staff'];
export const parts = [0, 1, 2];
export const names = [...places.outcomes, 'expected'];

/** Every cell that is the sum of no others. */
export const finestCells = parts.flatMap((part) =>
  modes.flatMap((mode) =>
    bases.flatMap((eligibilityBasis) =>
      places.outcomes.map((outcome) => ({ at: [part], values: { mode, eligibilityBasis }, outcome })),
    ),
  ),
);

/** The finest cells with these counts, as far as there are any. */
export const rowsOf = (counts: readonly number[]): CountedRow[] =>
  finestCells.map((cell, index) => ({ ...cell, count: counts[index] ?? 0 })).filter(({ count }) => count > 0);

/** The counts of the finest cells, zeros included. */
export const countsOf = (rows: readonly CountedRow[]): number[] =>
  finestCells.map(
    (cell) =>
      rows.find(
        (row) =>
          row.at[0] === cell.at[0] &&
          row.outcome === cell.outcome &&
          row.values.mode === cell.values.mode &&
          row.values.eligibilityBasis === cell.values.eligibilityBasis,
      )?.count ?? 0,
  );

type Values = Partial<Record<'mode' | 'eligibilityBasis', string>>;

/** Every group of every division: all, by mode, by eligibility, by both. */
export const everyGroup: Values[] = [
  {},
  ...modes.map((mode) => ({ mode })),
  ...bases.map((eligibilityBasis) => ({ eligibilityBasis })),
  ...modes.flatMap((mode) => bases.map((eligibilityBasis) => ({ mode, eligibilityBasis }))),
];

/** A number as it was published about some parts of the time; null where it says that it is hidden. */
export interface PublishedNumber {
  parts: readonly number[];
  name: string;
  group: Values;
  value: number | null;
}

/** Publishes periods one after the other, as terms and years are asked for, and answers every published number. */
export function publish(rows: CountedRow[], periods: readonly PeriodInParts[]): PublishedNumber[] {
  const earlier: PublishedPeriod[] = [];
  return periods.flatMap((period) => {
    const table = new FigureTable(places, earlier, period, rows);
    const suppression = figureSuppression(table, { threshold, alsoHidden: new Set() }, Deadline.after(Infinity));
    const leftOut = [...suppression.leftOut].map((division) => division.join());
    const hidden = new Set([...suppression.hidden].map(({ storedName }) => storedName));
    earlier.push({ ...period, hidden, leftOut: new Set(leftOut) });
    return everyGroup
      .filter((group) => !leftOut.includes(Object.keys(group).join()))
      .flatMap((group) =>
        names.map((name): PublishedNumber => {
          const cell = table.cells.find(
            (each) => each.slice === table.time.current && each.name === name && isSame(each.group.values, group),
          );
          const isHidden = cell !== undefined && suppression.hidden.has(cell);
          return { parts: period.parts, name, group, value: isHidden ? null : (cell?.value ?? 0) };
        }),
      );
  });
}

const isSame = (one: Values, other: Values): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Which of the finest cells a published number is the sum of. */
export const membersOf = ({ parts: of, name, group }: PublishedNumber): number[] =>
  finestCells.flatMap((cell, index) =>
    of.includes(cell.at[0] as number) &&
    (name === 'expected' || name === cell.outcome) &&
    (group.mode ?? cell.values.mode) === cell.values.mode &&
    (group.eligibilityBasis ?? cell.values.eligibilityBasis) === cell.values.eligibilityBasis
      ? [index]
      : [],
  );

/** What somebody reads in what was published. */
export const knownSums = (published: readonly PublishedNumber[]): KnownSum[] =>
  published.map((each) => ({ members: membersOf(each), value: each.value }));

export const sumOf = (values: readonly number[], members: readonly number[]): number =>
  members.reduce((sum, index) => sum + (values[index] ?? 0), 0);
