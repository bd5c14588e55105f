import { solve } from 'yalps';

/** One number that somebody could read, or could work out from what they read. */
export interface Cell {
  key: string;
  value: number;
  /** `open`: may be shown. `hidden`: is not shown, whatever happens here. `shown`: was published before. */
  status: 'open' | 'hidden' | 'shown';
  /** Whether people see that it is hidden: then they know that it is not 0, which is never hidden. */
  marked?: boolean;
  /** What it is made of, at the finest: indexes into the values of all. */
  members: readonly number[];
}

/** The value of the whole is the sum of the values of the parts. Everybody knows that. */
export interface Sum {
  whole: string;
  parts: string[];
}

/**
 * Which cells are not shown, so that nobody can tell a number below `small` (but not 0) from everything that is
 * (BR-166). Small numbers hide, and then as many others as it takes until each small one could, as far as the shown
 * numbers go, be 1 or less and `small` or more: judged by the sums, by what follows from them one after the other, and
 * at last by the linear bounds of what is left. Undefined when that would take beyond `until` (of `performance.now()`),
 * or cannot be had: then nothing of what is open may be shown, not even that something is 0.
 */
export function hiddenCells(
  cells: readonly Cell[],
  sums: readonly Sum[],
  finest: readonly number[],
  small: number,
  until = Infinity,
): Set<string> | undefined {
  const together = alike(cells, finest);
  return new Table(together.cells, sums, together.finest, small, until).solve();
}

/** Finest values that no cell tells apart are one. */
function alike(cells: readonly Cell[], finest: readonly number[]): { cells: Cell[]; finest: number[] } {
  const places = finest.map((): number[] => []);
  cells.forEach(({ members }, index) => members.forEach((member) => places[member]?.push(index)));
  const known = new Map<string, number>();
  const merged: number[] = [];
  const at = places.map((place, index) => {
    const key = place.join();
    const found = known.get(key) ?? merged.push(0) - 1;
    known.set(key, found);
    merged[found] = (merged[found] ?? 0) + (finest[index] ?? 0);
    return found;
  });
  return {
    cells: cells.map((cell) => ({
      ...cell,
      members: [...new Set(cell.members.map((member) => at[member] as number))],
    })),
    finest: merged,
  };
}

/** How large a search for one possible world may be: it cannot be interrupted. Beyond it, a division is left out. */
const effort = { size: 40_000, pivots: 600 };

export const isSmall = (value: number, small: number): boolean => value > 0 && value < small;

interface Link {
  index: number;
  members: Cell[];
  whole: Cell | undefined;
}

class Table {
  private readonly cells: Map<string, Cell>;
  private readonly links: Link[];
  private readonly linksOf = new Map<string, Link[]>();
  private readonly hidden = new Set<string>();
  private readonly protectedKeys: Set<string>;
  /**
   * How far each small cell is known to reach in some possible world. What hides later leaves more worlds possible, so
   * that this never narrows.
   */
  private readonly reach = new Map<string, { low: number; high: number }>();

  constructor(
    cells: readonly Cell[],
    sums: readonly Sum[],
    private readonly finest: readonly number[],
    private readonly small: number,
    private readonly until: number,
  ) {
    // What is 0 is known to be 0: that only makes the audit stricter.
    this.cells = new Map(cells.filter(({ value }) => value > 0).map((cell) => [cell.key, cell]));
    const present = (key: string): Cell[] => (this.cells.get(key) === undefined ? [] : [this.cells.get(key) as Cell]);
    this.links = sums
      .map(({ whole, parts }, index) => ({
        index,
        whole: this.cells.get(whole),
        members: [...present(whole), ...parts.flatMap(present)],
      }))
      .filter(({ members }) => members.length > 0);
    for (const link of this.links)
      for (const { key } of link.members) this.linksOf.set(key, [...(this.linksOf.get(key) ?? []), link]);
    for (const { key, value, status } of this.cells.values())
      if (status === 'hidden' || (status === 'open' && isSmall(value, small))) this.hidden.add(key);
    this.protectedKeys = new Set(
      [...this.cells.values()]
        .filter(({ key, value }) => this.hidden.has(key) && isSmall(value, small))
        .map(({ key }) => key),
    );
  }

  solve(): Set<string> | undefined {
    for (let weak = this.weakest(); weak; weak = this.weakest()) {
      const next = performance.now() > this.until ? undefined : this.cheapest(weak.around);
      if (!next) return undefined;
      this.hidden.add(next.key);
    }
    this.showWhatIsTold();
    return this.hidden;
  }

  /** What follows from the rest anyway may as well be shown. */
  private showWhatIsTold(): void {
    for (const key of this.deduce().told.keys()) {
      const cell = this.cells.get(key);
      if (cell?.status === 'open' && !isSmall(cell.value, this.small)) this.hidden.delete(key);
    }
  }

  /** A cell that is not protected yet, and the sums in which another one could hide beside it. */
  private weakest(): { key: string; around: Link[] } | undefined {
    const { unknown, told } = this.deduce();
    for (const [key, link] of told) if (this.protectedKeys.has(key)) return { key, around: this.backward(link, told) };
    for (const group of this.groups(unknown)) {
      const weak = this.weakInGroup(group, unknown);
      if (weak) return { key: weak.key, around: this.outward(weak.key, unknown) };
    }
    return undefined;
  }

  /** What follows when a sum has one unknown alone, again and again; with the sum that told it. */
  private deduce(): { unknown: Set<string>; told: Map<string, Link> } {
    const unknown = new Set(this.hidden);
    const told = new Map<string, Link>();
    const queue = [...this.links];
    for (let link = queue.shift(); link; link = queue.shift()) {
      const open = link.members.filter(({ key }) => unknown.has(key));
      const [only] = open;
      if (open.length !== 1 || !only) continue;
      unknown.delete(only.key);
      told.set(only.key, link);
      queue.push(...(this.linksOf.get(only.key) ?? []));
    }
    return { unknown, told };
  }

  /** Unknown cells that hang together through sums. */
  private groups(unknown: ReadonlySet<string>): string[][] {
    const left = new Set(unknown);
    const groups: string[][] = [];
    for (const start of unknown) {
      if (!left.delete(start)) continue;
      const group = [start];
      for (const key of group) {
        for (const { members } of this.linksOf.get(key) ?? [])
          for (const other of members) if (left.delete(other.key)) group.push(other.key);
      }
      groups.push(group);
    }
    return groups;
  }

  /**
   * The first small cell of a group whose bounds are too narrow. Each solution found is one possible world, and says
   * something about every cell.
   */
  private weakInGroup(group: readonly string[], unknown: ReadonlySet<string>): Cell | undefined {
    const cells = group.map((key) => this.cells.get(key) as Cell);
    const small = cells.filter(({ key }) => this.protectedKeys.has(key));
    for (const { key, value } of small) if (!this.reach.has(key)) this.reach.set(key, { low: value, high: value });
    if (small.every((cell) => this.isWide(cell, 'minimize') && this.isWide(cell, 'maximize'))) return undefined;
    const free = new Set(cells.flatMap(({ members }) => members));
    const facts = this.factsAround(free, unknown);
    for (const cell of small) {
      for (const direction of ['minimize', 'maximize'] as const) {
        if (this.isWide(cell, direction)) continue;
        const tooMuch = performance.now() > this.until || facts.length * free.size > effort.size;
        const world = tooMuch
          ? undefined
          : possibleWorld(facts, free, cell.members, direction, this.small, this.finest);
        if (world) for (const each of small) this.widen(each, each.value + world(each.members));
        if (!this.isWide(cell, direction)) return cell;
      }
    }
    return undefined;
  }

  private widen({ key }: Cell, value: number): void {
    const { low, high } = this.reach.get(key) ?? { low: value, high: value };
    this.reach.set(key, { low: Math.min(low, value), high: Math.max(high, value) });
  }

  private isWide({ key }: Cell, direction: 'minimize' | 'maximize'): boolean {
    const range = this.reach.get(key);
    return (
      range !== undefined &&
      (direction === 'minimize' ? range.low <= 1 + tolerance : range.high >= this.small - tolerance)
    );
  }

  /**
   * What everybody knows about these finest values, without what follows from the rest of it: numbers that are shown,
   * and that what is marked as hidden is not 0.
   */
  private factsAround(free: ReadonlySet<number>, unknown: ReadonlySet<string>): Fact[] {
    const touches = (cell: Cell) => cell.members.some((member) => free.has(member));
    const known = (cell: Cell) => !unknown.has(cell.key);
    const marked = (cell: Cell) => unknown.has(cell.key) && (cell.marked ?? cell.status === 'open');
    const follows = new Set(
      this.links
        .filter(({ whole, members }) => whole && members.length > 1 && members.every(known))
        .map(({ whole }) => whole),
    );
    const follow = new Set(
      this.links
        .filter(({ whole, members }) => whole && members.some((part) => part !== whole && marked(part)))
        .map(({ whole }) => whole),
    );
    const sumOf = (members: readonly number[], counts: (index: number) => boolean) =>
      members.reduce((sum, index) => sum + (counts(index) ? (this.finest[index] ?? 0) : 0), 0);
    const all = [...this.cells.values()].filter(touches);
    return [
      ...all
        .filter((cell) => known(cell) && !follows.has(cell))
        .map(({ key, members }): Fact => ({
          key,
          members,
          limit: { equal: sumOf(members, (index) => free.has(index)) },
        })),
      ...all
        .filter((cell) => marked(cell) && !follow.has(cell) && sumOf(cell.members, (index) => !free.has(index)) === 0)
        .map(({ key, members }): Fact => ({ key, members, limit: { min: 1 } })),
    ];
  }

  /** Every sum on the way to something that was told: the one that told it, and those that told what stands in it. */
  private backward(link: Link, told: ReadonlyMap<string, Link>): Link[] {
    const way = new Set([link]);
    for (const { members } of way) for (const { key } of members) if (told.has(key)) way.add(told.get(key) as Link);
    return this.cheapest([...way]) ? [...way] : this.links;
  }

  /** Sums around a cell, those of the other unknown cells of its group too. */
  private outward(key: string, unknown: ReadonlySet<string>): Link[] {
    const near = this.linksOf.get(key) ?? [];
    if (near.some((link) => this.cheapest([link]))) return near;
    const seen = new Set(near);
    const keys = [key];
    for (const each of keys) {
      for (const link of this.linksOf.get(each) ?? []) {
        seen.add(link);
        for (const other of link.members) if (unknown.has(other.key) && !keys.includes(other.key)) keys.push(other.key);
      }
    }
    return [...seen].some((link) => this.cheapest([link])) ? [...seen] : this.links;
  }

  /**
   * The smallest cell that can still be hidden in these sums, rather one that completes a pattern than one that begins
   * another.
   */
  private cheapest(links: readonly Link[]): Cell | undefined {
    let best: { cell: Cell; cost: number } | undefined;
    for (const cell of new Set(links.flatMap(({ members }) => members))) {
      if (cell.status !== 'open' || this.hidden.has(cell.key)) continue;
      const completes = (this.linksOf.get(cell.key) ?? []).some(
        (link) => !links.includes(link) && link.members.some(({ key }) => this.hidden.has(key)),
      );
      const cost = completes ? cell.value / 2 : cell.value;
      if (!best || cost < best.cost || (cost === best.cost && cell.key < best.cell.key)) best = { cell, cost };
    }
    return best?.cell;
  }
}

const tolerance = 1e-6;

/** Something that everybody knows about the sum of some finest values. */
interface Fact {
  key: string;
  members: readonly number[];
  limit: { equal?: number; min?: number; max?: number };
}

/**
 * Values that fit everything known and push one cell as far as it goes, as a function that says by how much the sum of
 * some of them differs from the truth; undefined when there is no such limit to be found.
 */
function possibleWorld(
  facts: readonly Fact[],
  free: ReadonlySet<number>,
  target: readonly number[],
  direction: 'minimize' | 'maximize',
  enough: number,
  finest: readonly number[],
): ((members: readonly number[]) => number) | undefined {
  const variables = new Map<number, [string, number][]>([...free].map((index) => [index, []]));
  const constraints = new Map<string, Fact['limit']>();
  for (const { key, members, limit } of [...facts, { key: 'target', members: target, limit: { max: enough } }]) {
    constraints.set(key, limit);
    for (const index of members) variables.get(index)?.push([key, 1]);
  }
  const { status, variables: found } = solve(
    { direction, objective: 'target', constraints, variables },
    { maxPivots: effort.pivots },
  );
  if (status !== 'optimal') return undefined;
  const values = new Map(found);
  return (members) =>
    members.reduce((sum, index) => sum + (free.has(index) ? (values.get(index) ?? 0) - (finest[index] ?? 0) : 0), 0);
}
