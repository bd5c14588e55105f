import type { Cell } from './cells.js';
import type { SumOfCells, SuppressionTable } from './suppression-table.js';

/** What somebody knows after subtracting wherever they can. */
export interface Deduction {
  /** Hidden, and not to be found by subtraction. */
  unknown: ReadonlySet<Cell>;
  /** Hidden, and found all the same; each with the sum that told it. */
  told: ReadonlyMap<Cell, SumOfCells>;
}

/**
 * Subtraction, as anybody does it by hand: in a sum with one hidden number alone, that number follows; then it is
 * known, and another sum may have one hidden number alone; and so on.
 *
 * With 30 in all, 7 hybrid and 20 in person, a hidden number online is told: 30 − 7 − 20 = 3.
 */
export function deduce(table: SuppressionTable, hidden: ReadonlySet<Cell>): Deduction {
  const unknown = new Set(hidden);
  const told = new Map<Cell, SumOfCells>();
  const toLookAt = [...table.sums];
  // Grows while it is read: what was told just now is looked at again in its other sums.
  for (const sum of toLookAt) {
    const missing = sum.cells.filter((cell) => unknown.has(cell));
    const [only] = missing;
    if (missing.length !== 1 || !only) continue;
    unknown.delete(only);
    told.set(only, sum);
    toLookAt.push(...table.sumsWith(only));
  }
  return { unknown, told };
}

/** Every sum that took part in telling something: the one that told it, and those that told what else stands in it. */
export function sumsThatTold(sum: SumOfCells, told: Deduction['told']): Set<SumOfCells> {
  const involved = new Set([sum]);
  for (const { cells } of involved) {
    for (const cell of cells) {
      const before = told.get(cell);
      if (before) involved.add(before);
    }
  }
  return involved;
}

/** The unknown cells in groups that no sum connects: what is known of one group says nothing about another. */
export function groupsOf(table: SuppressionTable, unknown: ReadonlySet<Cell>): Cell[][] {
  const left = new Set(unknown);
  const groups: Cell[][] = [];
  for (const start of unknown) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (const cell of group) {
      for (const sum of table.sumsWith(cell)) for (const other of sum.cells) if (left.delete(other)) group.push(other);
    }
    groups.push(group);
  }
  return groups;
}
