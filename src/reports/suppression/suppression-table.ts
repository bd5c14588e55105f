import { type Cell, isSmall, type Sum } from './cells.js';

/** A sum without its zeros. `cells`: the whole and its parts; who knows all of them but one knows that one too. */
export interface SumOfCells {
  whole: Cell;
  cells: readonly Cell[];
}

/** Cells and what of them adds up to what. Zeros are not in it: that they are known only makes this stricter. */
export class SuppressionTable {
  readonly cells: readonly Cell[];
  readonly sums: readonly SumOfCells[];
  /** The finest values; those that no cell tells apart are one. */
  readonly finest: readonly number[];
  private readonly sumsByCell = new Map<Cell, SumOfCells[]>();
  private readonly membersByCell: ReadonlyMap<Cell, readonly number[]>;

  /** `threshold`: the least number that is not small. */
  constructor(
    cells: readonly Cell[],
    sums: readonly Sum[],
    finest: readonly number[],
    readonly threshold: number,
  ) {
    const merged = mergedWhereAlike(cells, finest);
    this.finest = merged.finest;
    this.membersByCell = merged.members;
    this.cells = cells.filter(isThere);
    this.sums = sums
      .filter(({ whole }) => isThere(whole))
      .map(({ whole, parts }) => ({ whole, cells: [whole, ...parts.filter(isThere)] }));
    for (const sum of this.sums) {
      for (const cell of sum.cells) {
        const known = this.sumsByCell.get(cell);
        if (known) known.push(sum);
        else this.sumsByCell.set(cell, [sum]);
      }
    }
  }

  /** The sums in which a cell stands, as their whole or as a part. */
  sumsWith(cell: Cell): readonly SumOfCells[] {
    return this.sumsByCell.get(cell) ?? [];
  }

  /** The finest values that a cell is the sum of. */
  membersOf(cell: Cell): readonly number[] {
    return this.membersByCell.get(cell) ?? [];
  }

  /** Whether nobody may learn this number: it is small, and was not published before. */
  isSecret({ value, status }: Cell): boolean {
    return status !== 'shown' && isSmall(value, this.threshold);
  }
}

const isThere = ({ value }: Cell): boolean => value > 0;

/** Finest values that stand in the same cells are added up to one. */
function mergedWhereAlike(
  cells: readonly Cell[],
  finest: readonly number[],
): { finest: number[]; members: Map<Cell, readonly number[]> } {
  const cellsWith = finest.map((): number[] => []);
  cells.forEach(({ members }, index) => members.forEach((member) => cellsWith[member]?.push(index)));
  const mergedBySameCells = new Map<string, number>();
  const values: number[] = [];
  const mergedInto = cellsWith.map((indexes, member) => {
    const sameCells = indexes.join();
    const index = mergedBySameCells.get(sameCells) ?? values.push(0) - 1;
    mergedBySameCells.set(sameCells, index);
    values[index] = (values[index] ?? 0) + (finest[member] ?? 0);
    return index;
  });
  return {
    finest: values,
    members: new Map(
      cells.map((cell) => [cell, [...new Set(cell.members.map((member) => mergedInto[member] as number))]]),
    ),
  };
}
