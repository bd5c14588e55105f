import type { Cell, Sum } from './cells.js';
import type { Deadline } from './deadline.js';
import { deduce, groupsOf } from './deduction.rules.js';
import { nextToHideAround, nextToHideWhereTold } from './next-to-hide.rules.js';
import { PossibleRanges } from './possible-ranges.js';
import { SuppressionTable } from './suppression-table.js';

/**
 * Which cells are not shown, so that nobody can tell a number below `threshold` (but not 0) from everything that is
 * (BR-166). Undefined when that cannot be decided before the deadline, or cannot be had at all: then nothing of what is
 * open may be shown, not even that something is 0.
 *
 * With a threshold of 5, and so many people who came:
 *
 *     online  hybrid  in person    all
 *          3       7         20     30
 *
 * 1. Primary suppression: 3 is small, and hides.
 * 2. Deduction: 30 − 7 − 20 = 3 tells it all the same.
 * 3. Secondary suppression: so another number of that sum hides with it, the smallest: 7. Not 20, for as much as
 *    possible is to be shown; and a 0 would never hide.
 * 4. Linear bounds: who sees 20 and 30 knows that the two hidden numbers are 10 together, and 1 or more each. So the
 *    secret number could be anything from 1 to 9. It is protected, since it could be 1 or 5: as little as there is, and
 *    as much as a number that is not small.
 *
 * Had it been 1 online and 2 hybrid, of 23, both would have hidden as small, and nobody could subtract. But together
 * they are 3, so that neither could be 5: the bounds are too narrow, and the 20 in person hide as well.
 *
 * In a report many such sums share their cells: over groups, over outcomes and over time. So 2 to 4 are done again and
 * again, one number more hiding each time, until no secret number is exposed.
 */
export function cellsToHide(
  { cells, sums, finest, threshold }: CellsToProtect,
  deadline: Deadline,
): Set<Cell> | undefined {
  const table = new SuppressionTable(cells, sums, finest, threshold);
  const hidden = secondarySuppression(table, primarySuppression(table), deadline);
  return hidden && withoutWhatIsTold(table, hidden);
}

/** What is to be protected: every sum is of these cells. */
export interface CellsToProtect {
  cells: readonly Cell[];
  sums: readonly Sum[];
  finest: readonly number[];
  threshold: number;
}

/** What hides by itself: what is small, and what is not shown anyway. */
const primarySuppression = (table: SuppressionTable): Set<Cell> =>
  new Set(table.cells.filter((cell) => cell.status === 'hidden' || table.isSecret(cell)));

/** Hides one cell after the other, until no secret number is exposed. */
function secondarySuppression(
  table: SuppressionTable,
  primary: ReadonlySet<Cell>,
  deadline: Deadline,
): Set<Cell> | undefined {
  const hidden = new Set(primary);
  const ranges = new PossibleRanges(table, deadline);
  for (;;) {
    const exposed = exposedCell(table, hidden, ranges);
    if (!exposed) return hidden;
    const next = deadline.hasPassed ? undefined : exposed.nextToHide();
    if (!next) return undefined;
    hidden.add(next);
  }
}

/** Finds a secret number that subtraction tells, or whose bounds are too narrow, and says what else could hide. */
function exposedCell(
  table: SuppressionTable,
  hidden: ReadonlySet<Cell>,
  ranges: PossibleRanges,
): { nextToHide: () => Cell | undefined } | undefined {
  const { unknown, told } = deduce(table, hidden);
  for (const [cell, sum] of told)
    if (table.isSecret(cell)) return { nextToHide: () => nextToHideWhereTold(table, hidden, sum, told) };
  for (const group of groupsOf(table, unknown)) {
    const cell = ranges.firstTooNarrow(group, unknown);
    if (cell) return { nextToHide: () => nextToHideAround(table, hidden, cell, unknown) };
  }
  return undefined;
}

/** What follows from the rest by subtraction anyway may as well be shown. */
function withoutWhatIsTold(table: SuppressionTable, hidden: ReadonlySet<Cell>): Set<Cell> {
  const { told } = deduce(table, hidden);
  return new Set([...hidden].filter((cell) => !told.has(cell) || cell.status !== 'open' || table.isSecret(cell)));
}
