import type { Cell } from './cells.js';
import { type Deduction, sumsThatTold } from './deduction.rules.js';
import type { SumOfCells, SuppressionTable } from './suppression-table.js';

/** What else to hide when subtraction told a secret number: something in the sums that told it, else anywhere. */
export function nextToHideWhereTold(
  table: SuppressionTable,
  hidden: ReadonlySet<Cell>,
  sum: SumOfCells,
  told: Deduction['told'],
): Cell | undefined {
  return cheapest(table, hidden, sumsThatTold(sum, told)) ?? cheapest(table, hidden, new Set(table.sums));
}

/**
 * What else to hide when the range of a secret number is too narrow: something in its own sums, else in those of the
 * unknown cells around it, else anywhere.
 */
export function nextToHideAround(
  table: SuppressionTable,
  hidden: ReadonlySet<Cell>,
  cell: Cell,
  unknown: ReadonlySet<Cell>,
): Cell | undefined {
  return (
    cheapest(table, hidden, new Set(table.sumsWith(cell))) ??
    cheapest(table, hidden, sumsAround(table, cell, unknown)) ??
    cheapest(table, hidden, new Set(table.sums))
  );
}

/** The sums of a cell, those of the unknown cells in them, and so on. */
function sumsAround(table: SuppressionTable, cell: Cell, unknown: ReadonlySet<Cell>): Set<SumOfCells> {
  const found = new Set<SumOfCells>();
  const cells = new Set([cell]);
  for (const each of cells) {
    for (const sum of table.sumsWith(each)) {
      found.add(sum);
      for (const other of sum.cells) if (unknown.has(other)) cells.add(other);
    }
  }
  return found;
}

/**
 * The cell in these sums that costs least to hide: the smallest that may still be shown. One that also stands in
 * another sum with a hidden number counts half: it protects that one too, instead of asking for a further one there.
 */
function cheapest(table: SuppressionTable, hidden: ReadonlySet<Cell>, sums: ReadonlySet<SumOfCells>): Cell | undefined {
  let best: { cell: Cell; cost: number } | undefined;
  for (const cell of new Set([...sums].flatMap(({ cells }) => cells))) {
    if (cell.status !== 'open' || hidden.has(cell)) continue;
    const protectsElsewhere = table
      .sumsWith(cell)
      .some((sum) => !sums.has(sum) && sum.cells.some((other) => hidden.has(other)));
    const cost = protectsElsewhere ? cell.value / 2 : cell.value;
    if (!best || cost < best.cost || (cost === best.cost && cell.name < best.cell.name)) best = { cell, cost };
  }
  return best?.cell;
}
