/** A sum of finest values that somebody reads; null where they read that it is hidden, and so is not 0. */
export interface KnownSum {
  members: readonly number[];
  value: number | null;
}

interface Limits {
  members: readonly number[];
  low: number;
  high: number;
}

/** What each known sum says. */
const limitsOf = (known: readonly KnownSum[]): Limits[] =>
  known.map(({ members, value }) =>
    value === null ? { members, low: 1, high: Infinity } : { members, low: value, high: value },
  );

/**
 * An attacker who knows linear algebra: whether a sum of finest cells follows exactly from the published sums, in
 * fractions that lose nothing.
 */
export class LinearAttacker {
  private readonly pivots: { at: number; row: bigint[] }[] = [];

  constructor(private readonly width: number) {}

  learn(members: readonly number[]): void {
    const row = this.reduce(members);
    const at = row.findIndex((each) => each !== 0n);
    if (at >= 0) this.pivots.push({ at, row });
  }

  knows(members: readonly number[]): boolean {
    return this.reduce(members).every((each) => each === 0n);
  }

  private reduce(members: readonly number[]): bigint[] {
    let row: bigint[] = Array.from({ length: this.width }, (_, index) => (members.includes(index) ? 1n : 0n));
    for (const { at, row: pivot } of this.pivots) {
      const [a, b] = [row[at] ?? 0n, pivot[at] ?? 1n];
      if (a !== 0n) row = shortened(row.map((each, index) => each * b - (pivot[index] ?? 0n) * a));
    }
    return row;
  }
}

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : divisor(b, a % b));
const shortened = (row: bigint[]): bigint[] => {
  const by = row.reduce(divisor, 0n);
  return by > 1n ? row.map((each) => each / by) : row;
};

/** Narrows the bounds of every finest value by every sum, again and again, until nothing more follows. */
export class BoundsAttacker {
  private readonly low: number[];
  private readonly high: number[];

  constructor(
    width: number,
    private readonly known: readonly KnownSum[],
  ) {
    this.low = Array.from({ length: width }, () => 0);
    this.high = Array.from({ length: width }, () => Infinity);
    while (limitsOf(known).some((limits) => this.narrow(limits)));
  }

  /** What the finest values allow, and the nearest sums around and inside it that are known. */
  bounds(members: readonly number[]): { low: number; high: number } {
    const within = (inner: readonly number[], outer: readonly number[]) =>
      inner.every((member) => outer.includes(member));
    const limits = limitsOf(this.known);
    return {
      low: Math.max(
        this.sum(this.low, members),
        ...limits.filter((each) => within(each.members, members)).map(({ low }) => low),
      ),
      high: Math.min(
        this.sum(this.high, members),
        ...limits
          .filter((each) => within(members, each.members))
          .map(
            (each) =>
              each.high -
              this.sum(
                this.low,
                each.members.filter((member) => !members.includes(member)),
              ),
          ),
      ),
    };
  }

  private narrow({ members, low, high }: Limits): boolean {
    let changed = false;
    for (const member of members) {
      const others = members.filter((each) => each !== member);
      const [least, most] = [low - this.sum(this.high, others), high - this.sum(this.low, others)];
      if (least > (this.low[member] ?? 0)) changed = (this.low[member] = least) > 0;
      if (most < (this.high[member] ?? 0)) changed = (this.high[member] = most) < Infinity;
    }
    return changed;
  }

  private sum(of: readonly number[], members: readonly number[]): number {
    return members.reduce((sum, member) => sum + (of[member] ?? 0), 0);
  }
}

/**
 * Whether there is a table of whole numbers that fits everything known and this as well: tried one value after the
 * other. Undefined when that takes too many tries. Values are tried up to a few more than the truth.
 */
export function couldBe(truth: readonly number[], known: readonly KnownSum[], wish: Limits): boolean | undefined {
  const all = [...new Map([...limitsOf(known), wish].map((each) => [JSON.stringify(each), each])).values()];
  const zero = new Set(known.filter(({ value }) => value === 0).flatMap(({ members }) => members));
  const order = truth
    .map((_, index) => index)
    .filter((index) => !zero.has(index) && all.some(({ members }) => members.includes(index)));
  const limits = all.map(({ members, low, high }) => ({
    members: members.filter((member) => !zero.has(member)),
    low,
    high,
  }));
  const values = new Map<number, number>();
  let tries = 0;
  const most = (index: number) => (truth[index] ?? 0) + 8;
  const fits = () =>
    limits.every(({ members, low, high }) => {
      const least = members.reduce((sum, member) => sum + (values.get(member) ?? 0), 0);
      return least <= high && members.reduce((sum, member) => sum + (values.get(member) ?? most(member)), 0) >= low;
    });
  const search = (at: number): boolean => {
    const index = order[at];
    if (index === undefined) return true;
    // The truth is a good place to begin.
    const candidates = Array.from({ length: most(index) + 1 }, (_, value) => value).sort(
      (a, b) => Math.abs(a - (truth[index] ?? 0)) - Math.abs(b - (truth[index] ?? 0)),
    );
    for (const value of candidates) {
      values.set(index, value);
      if (fits() && ++tries < 20_000 && search(at + 1)) return true;
      values.delete(index);
      if (tries >= 20_000) return false;
    }
    return false;
  };
  const found = search(0);
  return found || tries < 20_000 ? found : undefined;
}
