import type { Division } from '../counting/divisions.rules.js';
import type { Cell, Sum } from '../suppression/cells.js';
import { cellsToHide } from '../suppression/cells-to-hide.rules.js';
import type { Deadline } from '../suppression/deadline.js';
import type { FigureCell, FigureTable } from './figure-table.js';
import { type FigureSum, sumsOf } from './table-sums.rules.js';

/** What is not shown of the period that is published now. */
export interface FigureSuppression {
  /** Single numbers; all of those in what is left out. */
  hidden: ReadonlySet<FigureCell>;
  /** Divisions that are left out whole, because too much of them would have to hide, or to decide it took too long. */
  leftOut: ReadonlySet<Division>;
}

/** By what it is decided what hides. */
export interface SuppressionLimits {
  /** The least number that is not small. */
  threshold: number;
  /** Keys of groups that hide whole, as they do in another counted thing. */
  alsoHidden: ReadonlySet<string>;
}

/**
 * Decides what hides of the period that is published now, beside everything that was published before (BR-166, BR-168).
 * First for the whole college, then by one dimension after the other, then by pairs: what is finer never hides what is
 * coarser. Each of them takes its share of the time at most.
 */
export function figureSuppression(
  table: FigureTable,
  limits: SuppressionLimits,
  deadline: Deadline,
): FigureSuppression {
  const decisions = new Decisions(table, limits);
  table.divisions.forEach((division, index) =>
    decisions.decide(division, deadline.firstOf(table.divisions.length - index)),
  );
  return decisions;
}

/** What was decided so far, one division after the other. A division is shown once it was decided and not left out. */
class Decisions implements FigureSuppression {
  readonly hidden = new Set<FigureCell>();
  readonly leftOut = new Set<Division>();
  private readonly shownDivisions = new Set<Division>();
  private readonly shownBefore: ReadonlySet<Division>;
  private readonly sums: readonly FigureSum[];

  constructor(
    private readonly table: FigureTable,
    private readonly limits: SuppressionLimits,
  ) {
    this.sums = sumsOf(table);
    this.shownBefore = new Set(table.cells.filter((cell) => wasShown(cell)).map(({ group }) => group.division));
  }

  decide(division: Division, deadline: Deadline): void {
    this.shownDivisions.add(division);
    const cells = this.cellsBeside(division);
    const toHide = cellsToHide(
      {
        cells: [...cells.values()],
        sums: sumsAmong(cells, this.sums),
        finest: this.table.finest,
        threshold: this.limits.threshold,
      },
      deadline,
    );
    if (!toHide) {
      this.leftOut.add(division);
      this.shownDivisions.delete(division);
    }
    for (const [figure, cell] of cells) {
      const isInQuestion = figure.slice.kind === 'current' && figure.group.division === division;
      if (isInQuestion && (!toHide || toHide.has(cell))) this.hidden.add(figure);
    }
  }

  /** The cells of this division and of all divisions that are shown already, now or before. */
  private cellsBeside(division: Division): Map<FigureCell, Cell> {
    return new Map(
      this.table.cells
        .filter(({ group }) => this.shownDivisions.has(group.division) || this.shownBefore.has(group.division))
        .map((figure) => [
          figure,
          {
            name: figure.storedName,
            value: figure.value,
            members: figure.members,
            status: this.statusOf(figure, division),
            marked: this.isMarked(figure),
          },
        ]),
    );
  }

  /** Only about the current period, and about this division, anything is still to be decided. */
  private statusOf(figure: FigureCell, division: Division): Cell['status'] {
    if (figure.slice.kind !== 'current') return wasShown(figure) ? 'shown' : 'hidden';
    if (this.limits.alsoHidden.has(figure.group.key)) return 'hidden';
    if (figure.group.division === division) return 'open';
    return this.shownDivisions.has(figure.group.division) && !this.hidden.has(figure) ? 'shown' : 'hidden';
  }

  /** Whether a report says that it is hidden, where it is. */
  private isMarked({ slice, group }: FigureCell): boolean {
    return slice.kind === 'earlier' || (slice.kind === 'current' && this.shownDivisions.has(group.division));
  }
}

/** What is in no period was never shown. */
const wasShown = ({ slice, storedName }: FigureCell): boolean =>
  slice.kind === 'earlier' && !slice.period.hidden.has(storedName);

/** The sums of these cells, without parts that are not among them. */
const sumsAmong = (cells: ReadonlyMap<FigureCell, Cell>, sums: readonly FigureSum[]): Sum[] =>
  sums.flatMap(({ whole: figure, parts: figures }) => {
    const whole = cells.get(figure);
    const parts = figures.map((part) => cells.get(part)).filter((part) => part !== undefined);
    return whole && parts.length > 0 ? [{ whole, parts }] : [];
  });
