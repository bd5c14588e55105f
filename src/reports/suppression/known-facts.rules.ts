import type { Cell } from './cells.js';
import type { SuppressionTable } from './suppression-table.js';

/** Something that everybody knows about one cell, as a limit of the sum of some finest values. */
export interface Fact {
  cell: Cell;
  members: readonly number[];
  limit: { equal: number } | { min: number };
}

/**
 * What everybody knows about some finest values that they are looking for: the numbers that are known, and that a
 * number that is marked as hidden is not 0.
 *
 * Where online and hybrid are hidden, in person is 20 and all are 30, the facts about those two are: together they are
 * 30 − 20 = 10; each is 1 or more.
 */
export function knownFacts(
  table: SuppressionTable,
  wanted: ReadonlySet<number>,
  unknown: ReadonlySet<Cell>,
): readonly Fact[] {
  const around = table.cells.filter((cell) => table.membersOf(cell).some((member) => wanted.has(member)));
  return [...knownNumbers(table, around, wanted, unknown), ...notZero(table, around, wanted, unknown)];
}

/** Known numbers, without totals of which all parts are known too: they say nothing new. */
function knownNumbers(
  table: SuppressionTable,
  around: readonly Cell[],
  wanted: ReadonlySet<number>,
  unknown: ReadonlySet<Cell>,
): Fact[] {
  const isKnown = (cell: Cell): boolean => !unknown.has(cell);
  const sayNothingNew = new Set(
    table.sums.filter(({ cells }) => cells.length > 1 && cells.every(isKnown)).map(({ whole }) => whole),
  );
  return around
    .filter((cell) => isKnown(cell) && !sayNothingNew.has(cell))
    .map((cell) => {
      const members = table.membersOf(cell);
      return { cell, members, limit: { equal: sumOf(table, members, (member) => wanted.has(member)) } };
    });
}

/** Hidden numbers that are seen to be hidden are 1 or more; without totals with such a part, which says so already. */
function notZero(
  table: SuppressionTable,
  around: readonly Cell[],
  wanted: ReadonlySet<number>,
  unknown: ReadonlySet<Cell>,
): Fact[] {
  const isSeenHidden = (cell: Cell): boolean => unknown.has(cell) && cell.marked;
  const sayNothingNew = new Set(
    table.sums
      .filter(({ whole, cells }) => cells.some((part) => part !== whole && isSeenHidden(part)))
      .map(({ whole }) => whole),
  );
  return around
    .filter(
      (cell) =>
        isSeenHidden(cell) &&
        !sayNothingNew.has(cell) &&
        sumOf(table, table.membersOf(cell), (member) => !wanted.has(member)) === 0,
    )
    .map((cell) => ({ cell, members: table.membersOf(cell), limit: { min: 1 } }));
}

const sumOf = (table: SuppressionTable, members: readonly number[], counts: (member: number) => boolean): number =>
  members.reduce((sum, member) => sum + (counts(member) ? (table.finest[member] ?? 0) : 0), 0);
