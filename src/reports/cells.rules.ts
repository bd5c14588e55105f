import { type Cell, hiddenCells, type Sum } from './suppression.rules.js';

/** What a figure can be divided by. */
export const dimensions = [
  'mode',
  'strand',
  'eligibilityBasis',
  'approval',
  'category',
  'track',
  'item',
  'instrument',
  'completedBy',
] as const;
export type Dimension = (typeof dimensions)[number];

/**
 * What is counted by itself: its outcomes leave nothing out and do not overlap, and some of them have a name together.
 */
export interface Unit {
  key: string;
  dimensions: readonly Dimension[];
  outcomes: readonly string[];
  sums: Readonly<Record<string, readonly string[]>>;
}

/**
 * So many of one kind and outcome, in these parts of the time (one; several only where one person is counted once for
 * all).
 */
export interface Count {
  at: number[];
  values: Partial<Record<Dimension, string>>;
  outcome: string;
  count: number;
  /** What else adds up: minutes, or the change of scores. */
  amount?: number;
}

/**
 * A term or year, by its parts. `hidden`: what was hidden when it was published before; undefined for what is published
 * now.
 */
export interface Span {
  key: string;
  parts: readonly number[];
  hidden?: ReadonlySet<string>;
}

/** The pairs of dimensions by which a figure may be divided (BR-168). */
export const allowedPairs: readonly (readonly [Dimension, Dimension])[] = [
  ['mode', 'eligibilityBasis'],
  ['mode', 'strand'],
  ['approval', 'category'],
  ['instrument', 'completedBy'],
];

/** Every way to divide what has these dimensions: not at all, by one, by an allowed pair. */
export const divisionsOf = (of: readonly Dimension[]): Dimension[][] => [
  [],
  ...of.map((dimension) => [dimension]),
  ...allowedPairs.filter((pair) => pair.every((dimension) => of.includes(dimension))).map((pair) => [...pair]),
];

/** When somebody is to be done who shares the time until the end with those who come after. */
export function shareOf(end: number, sharers: number): number {
  const now = performance.now();
  return now + (end - now) / sharers;
}

/** What is not shown: single numbers, and whole divisions (each by its dimensions, joined). */
export interface Hidden {
  keys: Set<string>;
  divisions: Set<string>;
}

export const groupKey = (by: readonly Dimension[], values: Count['values']): string =>
  JSON.stringify(by.map((dimension) => [dimension, values[dimension] ?? '']));
export const cellKey = (time: string, name: string, group: string): string => `${time}|${name}|${group}`;

const groupOf = (key: string): string => key.slice(key.indexOf('|', key.indexOf('|') + 1) + 1);

/**
 * All numbers about a unit, what of them adds up to what, and which of them stay hidden in the spans that are published
 * now.
 */
export class Cube {
  readonly counts = new Map<string, number>();
  readonly amounts = new Map<string, number>();
  /** Keys of groups in a span, with the values that make them up. */
  readonly groups = new Map<string, { by: Dimension[]; values: Count['values'] }>();
  private readonly finest: number[] = [];
  private readonly members = new Map<string, number[]>();
  private readonly patterns = new Map<string, number[]>();
  private readonly names: string[];

  constructor(
    private readonly unit: Unit,
    private readonly spans: readonly Span[],
    rows: readonly Count[],
  ) {
    this.names = [...unit.outcomes, ...Object.keys(unit.sums)];
    for (const row of rows) this.add(row);
  }

  private add({ at, values, outcome, count, amount = 0 }: Count): void {
    const index = this.finest.push(count) - 1;
    const pattern = `parts:${at.join('+')}`;
    this.patterns.set(pattern, at);
    const times = [
      pattern,
      ...this.spans.filter(({ parts }) => parts.some((part) => at.includes(part))).map(({ key }) => key),
      ...this.rests()
        .filter(({ has }) => has(at))
        .map(({ key }) => key),
    ];
    const names = this.names.filter((name) => name === outcome || this.unit.sums[name]?.includes(outcome));
    for (const by of divisionsOf(this.unit.dimensions)) {
      const group = groupKey(by, values);
      this.groups.set(group, {
        by,
        values: Object.fromEntries(by.map((dimension) => [dimension, values[dimension] ?? ''])),
      });
      for (const time of times) {
        for (const name of names) {
          const key = cellKey(time, name, group);
          this.counts.set(key, (this.counts.get(key) ?? 0) + count);
          this.amounts.set(key, (this.amounts.get(key) ?? 0) + amount);
          (this.members.get(key) ?? this.members.set(key, []).get(key))?.push(index);
        }
      }
    }
  }

  /** What the longer of two spans has more than the shorter one inside it: somebody will subtract them. */
  private rests(): { key: string; longer: Span; shorter: Span; has: (at: readonly number[]) => boolean }[] {
    return this.spans.flatMap((longer) =>
      this.spans
        .filter(
          (shorter) =>
            shorter.parts.length < longer.parts.length && shorter.parts.every((part) => longer.parts.includes(part)),
        )
        .map((shorter) => ({
          key: `${longer.key}-${shorter.key}`,
          longer,
          shorter,
          has: (at: readonly number[]) =>
            at.some((part) => longer.parts.includes(part)) && !at.some((part) => shorter.parts.includes(part)),
        })),
    );
  }

  /**
   * What is not shown of the span that is published now: keys without their time, and divisions that are left out whole
   * because too much of them would have to hide. `besides`: groups that hide whole. It is decided for the whole college
   * first, then by one dimension after the other, then by pairs: what is finer never hides what is coarser. Each of
   * them takes its share of `milliseconds` at most.
   */
  hiddenIn(span: string, small: number, besides: ReadonlySet<string>, milliseconds = Infinity): Hidden {
    const end = performance.now() + milliseconds;
    const divisions = divisionsOf(this.unit.dimensions).map((by) => by.join());
    const out: Hidden = { keys: new Set(), divisions: new Set() };
    const sums = this.sums();
    const asked = this.spans.map(({ key }) => `${key}|`);
    const toldBefore = new Set(
      [...this.counts.keys()]
        .filter((key) => this.statusOf(key, besides) === 'shown')
        .map((key) => this.divisionOf(key)),
    );
    divisions.forEach((division, stage) => {
      const open = new Set(divisions.slice(0, stage + 1).filter((each) => !out.divisions.has(each)));
      const cells = [...this.counts].flatMap(([key, value]): Cell[] => {
        const mine = this.divisionOf(key);
        if (!open.has(mine) && !toldBefore.has(mine)) return [];
        const status = this.statusOf(key, besides);
        const settled =
          status === 'open' && mine !== division
            ? !open.has(mine) || out.keys.has(key.slice(span.length + 1))
              ? 'hidden'
              : 'shown'
            : status;
        const now = key.startsWith(`${span}|`);
        const marked = now ? open.has(mine) : asked.some((time) => key.startsWith(time));
        return [{ key, value, status: settled, marked, members: this.members.get(key) ?? [] }];
      });
      const considered = new Set(cells.map(({ key }) => key));
      const hidden = hiddenCells(
        cells,
        sums.filter(({ whole, parts }) => considered.has(whole) && parts.some((part) => considered.has(part))),
        this.finest,
        small,
        shareOf(end, divisions.length - stage),
      );
      if (!hidden) out.divisions.add(division);
      for (const { key } of cells)
        if (key.startsWith(`${span}|`) && this.divisionOf(key) === division && (!hidden || hidden.has(key)))
          out.keys.add(key.slice(span.length + 1));
    });
    return out;
  }

  private divisionOf(key: string): string {
    return this.groups.get(groupOf(key))?.by.join() ?? '';
  }

  private statusOf(key: string, besides: ReadonlySet<string>): Cell['status'] {
    const [time = '', name = ''] = key.split('|', 2);
    const group = groupOf(key);
    const span = this.spans.find(({ key: known }) => known === time);
    if (!span) return 'hidden';
    if (span.hidden) return span.hidden.has(`${name}|${group}`) ? 'hidden' : 'shown';
    return besides.has(group) ? 'hidden' : 'open';
  }

  private sums(): Sum[] {
    const times = [...this.patterns.keys(), ...this.spans.map(({ key }) => key), ...this.rests().map(({ key }) => key)];
    const parents = this.parents();
    return [
      ...this.timeSums(),
      ...this.nameSums(times),
      ...times.flatMap((time) =>
        this.names.flatMap((name) =>
          parents.map(({ whole, parts }) => ({
            whole: cellKey(time, name, whole),
            parts: parts.map((part) => cellKey(time, name, part)),
          })),
        ),
      ),
    ].filter(({ whole }) => this.counts.has(whole));
  }

  private timeSums(): Sum[] {
    const over = (whole: string, patterns: string[]): Sum[] =>
      [...this.groups.keys()].flatMap((group) =>
        this.names.map((name) => ({
          whole: cellKey(whole, name, group),
          parts: patterns.map((pattern) => cellKey(pattern, name, group)),
        })),
      );
    const patternsWhere = (has: (at: readonly number[]) => boolean) =>
      [...this.patterns].filter(([, at]) => has(at)).map(([key]) => key);
    return [
      ...this.spans.flatMap(({ key, parts }) =>
        over(
          key,
          patternsWhere((at) => at.some((part) => parts.includes(part))),
        ),
      ),
      ...this.rests().flatMap(({ key, longer, shorter, has }) => [
        ...over(key, patternsWhere(has)),
        ...over(longer.key, [shorter.key, key]),
      ]),
    ];
  }

  private nameSums(times: readonly string[]): Sum[] {
    return Object.entries(this.unit.sums).flatMap(([name, outcomes]) =>
      times.flatMap((time) =>
        [...this.groups.keys()].map((group) => ({
          whole: cellKey(time, name, group),
          parts: outcomes.map((outcome) => cellKey(time, outcome, group)),
        })),
      ),
    );
  }

  /** Which groups are divided into which. */
  private parents(): Sum[] {
    const children = new Map<string, Map<string, string[]>>();
    for (const [key, { by, values }] of this.groups) {
      for (const dropped of by) {
        const whole = groupKey(
          by.filter((dimension) => dimension !== dropped),
          values,
        );
        const divisions = children.get(whole) ?? children.set(whole, new Map()).get(whole);
        const division = by.join();
        divisions?.set(division, [...(divisions.get(division) ?? []), key]);
      }
    }
    return [...children].flatMap(([whole, divisions]) => [...divisions.values()].map((parts) => ({ whole, parts })));
  }
}
