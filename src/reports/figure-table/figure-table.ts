import type { CountedRow, CountedThing, GroupValues } from '../counting/counted-thing.js';
import { type Division, divisionsOf } from '../counting/divisions.rules.js';
import { isAbout, type PeriodInParts, type PublishedPeriod, type TimeSlice, TimeSlices } from './time-slices.js';

/** Who is counted together in a division: in one by mode, everybody online. */
export interface Group {
  /** The same for the same group of another counted thing. */
  key: string;
  division: Division;
  values: GroupValues;
}

/** One number of a counted thing. */
export interface FigureCell {
  slice: TimeSlice;
  /** An outcome, or a sum of outcomes. */
  name: string;
  group: Group;
  /** What the number is called where hidden ones are kept in the database. */
  storedName: string;
  value: number;
  amount: number;
  /** The counted rows that it is the sum of: indexes into the finest values. */
  members: number[];
}

/**
 * All numbers about a counted thing: for every slice of time, every outcome and sum of outcomes, and every group of
 * every division, as far as anything was counted there.
 *
 * One row, "3 public people attended online in part 0", is counted in the cells of part 0 and of each period with it;
 * as `attended` and as `expected`; of all people, of those online, of the public ones, and of the public ones online.
 */
export class FigureTable {
  readonly divisions: readonly Division[];
  /** Outcomes, and sums of outcomes. */
  readonly names: readonly string[];
  readonly time: TimeSlices;
  readonly cells: FigureCell[] = [];
  /** The counts of the rows, of which every number is a sum. */
  readonly finest: number[] = [];
  /** Whether somebody counts in one group at first and in another later. */
  someChange = false;
  private readonly groupsByKey = new Map<string, Group>();
  private readonly cellsByGroup = new Map<Group, Map<TimeSlice, Map<string, FigureCell>>>();

  constructor(
    readonly thing: CountedThing,
    earlier: readonly PublishedPeriod[],
    current: PeriodInParts,
    rows: readonly CountedRow[],
  ) {
    this.divisions = divisionsOf(thing.dimensions);
    this.names = [...thing.outcomes, ...Object.keys(thing.sums)];
    this.time = new TimeSlices(earlier, current);
    // The whole college is a group even where nothing was counted.
    this.groupOf(this.divisions[0] ?? [], {});
    for (const row of rows) this.count(row);
  }

  /** In an order that says nothing of what was counted first. */
  get groups(): readonly Group[] {
    const place = ({ division }: Group) => this.divisions.indexOf(division);
    return [...this.groupsByKey.values()].sort((a, b) => place(a) - place(b) || (a.key < b.key ? -1 : 1));
  }

  /** The group of a division in which somebody with these values is counted. */
  groupOf(division: Division, values: GroupValues): Group {
    const pairs = division.map((dimension) => [dimension, values[dimension] ?? ''] as const);
    const key = JSON.stringify(pairs);
    const known = this.groupsByKey.get(key);
    if (known) return known;
    const group = { key, division, values: Object.fromEntries(pairs) };
    this.groupsByKey.set(key, group);
    return group;
  }

  /** Undefined where nothing was counted. */
  cell(slice: TimeSlice, name: string, group: Group): FigureCell | undefined {
    return this.cellsByGroup.get(group)?.get(slice)?.get(name);
  }

  /** What a number is called where hidden ones are kept in the database. */
  storedName(name: string, { key }: Group): string {
    return `${name}|${key}`;
  }

  private count({ at, values, valuesIn, outcome, also, count, amount = 0 }: CountedRow): void {
    const row = this.finest.push(count) - 1;
    if (valuesIn) this.someChange = true;
    const slices = this.time.containing(at).map((slice) => ({
      slice,
      values: valuesIn?.[at.findIndex((part) => isAbout(slice, part))] ?? values,
    }));
    const isCounted = (name: string): boolean => name === outcome || name === also;
    const names = this.names.filter((name) => isCounted(name) || this.thing.sums[name]?.some(isCounted));
    for (const division of this.divisions) {
      for (const { slice, values: then } of slices) {
        const group = this.groupOf(division, then);
        for (const name of names) {
          const cell = this.cell(slice, name, group) ?? this.addCell(slice, name, group);
          cell.value += count;
          cell.amount += amount;
          cell.members.push(row);
        }
      }
    }
  }

  private addCell(slice: TimeSlice, name: string, group: Group): FigureCell {
    const cell = { slice, name, group, storedName: this.storedName(name, group), value: 0, amount: 0, members: [] };
    this.cells.push(cell);
    const bySlice = this.cellsByGroup.get(group) ?? new Map<TimeSlice, Map<string, FigureCell>>();
    this.cellsByGroup.set(group, bySlice);
    const byName = bySlice.get(slice) ?? new Map<string, FigureCell>();
    bySlice.set(slice, byName);
    byName.set(name, cell);
    return cell;
  }
}
