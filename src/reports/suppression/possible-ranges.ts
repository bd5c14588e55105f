import type { Cell } from './cells.js';
import type { Deadline } from './deadline.js';
import { knownFacts } from './known-facts.rules.js';
import { type Direction, extremeTable, isTooLargeToSearch, type Knowledge } from './linear-bounds.rules.js';
import type { SuppressionTable } from './suppression-table.js';

/** The solver calculates in fractions, and rounds. */
const tolerance = 1e-6;

/**
 * Between what each secret number could be, as far as others can tell. What hides later leaves more possible, so that a
 * range never narrows, and is kept.
 */
export class PossibleRanges {
  private readonly ranges = new Map<Cell, { low: number; high: number }>();

  constructor(
    private readonly table: SuppressionTable,
    private readonly deadline: Deadline,
  ) {}

  /**
   * The first secret number of a group of unknown cells that could not be both 1 or less, and not small: its range is
   * too narrow, and more has to hide. So is one of which that cannot be said in time.
   */
  firstTooNarrow(group: readonly Cell[], unknown: ReadonlySet<Cell>): Cell | undefined {
    const secrets = group.filter((cell) => this.table.isSecret(cell));
    for (const cell of secrets) this.widen(cell, cell.value);
    if (secrets.every((cell) => this.reaches(cell, 'down') && this.reaches(cell, 'up'))) return undefined;
    const wanted = new Set(group.flatMap((cell) => this.table.membersOf(cell)));
    const knowledge = { wanted, facts: knownFacts(this.table, wanted, unknown) };
    for (const cell of secrets) {
      for (const direction of ['down', 'up'] as const) {
        if (this.reaches(cell, direction)) continue;
        this.search(cell, direction, knowledge, secrets);
        if (!this.reaches(cell, direction)) return cell;
      }
    }
    return undefined;
  }

  /** Pushes one number as far as it goes. The table that is found shows of every other number what it could be, too. */
  private search(cell: Cell, direction: Direction, knowledge: Knowledge, secrets: readonly Cell[]): void {
    if (this.deadline.hasPassed || isTooLargeToSearch(knowledge)) return;
    const { threshold, finest } = this.table;
    const found = extremeTable(knowledge, this.table.membersOf(cell), direction, threshold);
    if (!found) return;
    const moreThanInTruth = (member: number): number =>
      knowledge.wanted.has(member) ? (found.get(member) ?? 0) - (finest[member] ?? 0) : 0;
    for (const each of secrets) {
      const more = this.table.membersOf(each).reduce((sum, member) => sum + moreThanInTruth(member), 0);
      this.widen(each, each.value + more);
    }
  }

  private widen(cell: Cell, value: number): void {
    const { low, high } = this.ranges.get(cell) ?? { low: value, high: value };
    this.ranges.set(cell, { low: Math.min(low, value), high: Math.max(high, value) });
  }

  /** Whether it is known that it could be as little as 1, or as much as a number that is not small. */
  private reaches(cell: Cell, direction: Direction): boolean {
    const range = this.ranges.get(cell);
    if (!range) return false;
    return direction === 'down' ? range.low <= 1 + tolerance : range.high >= this.table.threshold - tolerance;
  }
}
