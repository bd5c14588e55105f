import fc from 'fast-check';
import { BoundsAttacker, couldBe } from './attackers.js';
import { Cube, type Count, type Span, type Unit } from '../../src/reports/cells.rules.js';
import { partsOf } from '../../src/reports/period.rules.js';
import { type Cell, hiddenCells, type Sum } from '../../src/reports/suppression.rules.js';

const small = 5;
/** Cells of which those that no sum divides are the finest. */
function hide(cells: Omit<Cell, 'members'>[], sums: Sum[]): string[] {
  const finest = cells.filter(({ key }) => !sums.some(({ whole }) => whole === key));
  const within = (key: string): number[] => {
    const divided = sums.find(({ whole }) => whole === key);
    return divided ? divided.parts.flatMap(within) : [finest.findIndex((cell) => cell.key === key)];
  };
  return [
    ...(hiddenCells(
      cells.map((cell) => ({ ...cell, members: within(cell.key) })),
      sums,
      finest.map(({ value }) => value),
      small,
    ) ?? ['everything']),
  ].sort();
}
const hidden = (values: Record<string, number>, sums: Sum[]) =>
  hide(
    Object.entries(values).map(([key, value]) => ({ key, value, status: 'open' })),
    sums,
  );

test('a small number hides, and takes the smallest of the others with it, so that the total does not tell it (BR-166)', () => {
  const sums = [{ whole: 'total', parts: ['online', 'hybrid', 'in person'] }];
  expect(hidden({ total: 30, online: 3, hybrid: 7, 'in person': 20 }, sums)).toEqual(['hybrid', 'online']);
  expect(hidden({ total: 30, online: 10, hybrid: 0, 'in person': 20 }, sums)).toEqual([]);
});

test('where the hidden numbers together are small, more hide with them', () => {
  expect(hidden({ total: 23, a: 1, b: 2, c: 20 }, [{ whole: 'total', parts: ['a', 'b', 'c'] }])).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('a total of a few hides as well', () => {
  expect(hidden({ total: 3, a: 3, b: 0 }, [{ whole: 'total', parts: ['a', 'b'] }])).toEqual(['a', 'total']);
});

test('in a table of two ways, a rectangle hides and the totals stay', () => {
  const sums = [
    { whole: 'row 1', parts: ['11', '12', '13'] },
    { whole: 'row 2', parts: ['21', '22', '23'] },
    { whole: 'all', parts: ['row 1', 'row 2'] },
    ...['1', '2', '3'].map((column) => ({ whole: `column ${column}`, parts: [`1${column}`, `2${column}`] })),
    { whole: 'all', parts: ['column 1', 'column 2', 'column 3'] },
  ];
  expect(
    hidden(
      {
        11: 2,
        12: 9,
        13: 20,
        21: 10,
        22: 8,
        23: 20,
        'row 1': 31,
        'row 2': 38,
        'column 1': 12,
        'column 2': 17,
        'column 3': 40,
        all: 69,
      },
      sums,
    ),
  ).toEqual(['11', '12', '21', '22']);
});

test('what was published before stays as it was, and the later one hides what the difference would tell', () => {
  const cells: Omit<Cell, 'members'>[] = [
    { key: 'term', value: 20, status: 'shown' },
    { key: 'rest', value: 2, status: 'hidden' },
    { key: 'year', value: 22, status: 'open' },
  ];
  expect(hide(cells, [{ whole: 'year', parts: ['term', 'rest'] }])).toEqual(['rest', 'year']);
});

test('a period is cut where any term or year begins or ends, and never through what was counted before', () => {
  const terms = [
    { from: '2025-11-01', to: '2026-02-10' },
    { from: '2026-04-01', to: '2026-06-30' },
  ];
  expect(partsOf({ from: '2026-01-01', to: '2026-12-31' }, terms, [])).toEqual([
    { from: '2026-01-01', to: '2026-02-10' },
    { from: '2026-02-11', to: '2026-03-31' },
    { from: '2026-04-01', to: '2026-06-30' },
    { from: '2026-07-01', to: '2026-12-31' },
  ]);
  expect(
    partsOf({ from: '2026-03-01', to: '2026-05-01' }, [], [{ from: '2026-04-01', to: '2026-06-30' }]),
  ).toBeUndefined();
  expect(
    partsOf(
      { from: '2026-01-01', to: '2026-12-31' },
      [{ from: '2026-05-01', to: '2026-05-31' }],
      [{ from: '2026-04-01', to: '2026-06-30' }],
    )?.map(({ from }) => from),
  ).toEqual(['2026-01-01', '2026-04-01', '2026-07-01']);
});

const unit: Unit = {
  key: 'places',
  dimensions: ['mode', 'eligibilityBasis'],
  outcomes: ['attended', 'did_not_attend'],
  sums: { expected: ['attended', 'did_not_attend'] },
};
const modes = ['online', 'hybrid'];
const bases = ['public', 'staff'];
const parts = [0, 1, 2];
const base = parts.flatMap((part) =>
  modes.flatMap((mode) =>
    bases.flatMap((eligibilityBasis) =>
      unit.outcomes.map((outcome) => ({ at: [part], values: { mode, eligibilityBasis }, outcome })),
    ),
  ),
);

/** Small numbers mostly, and many zeros: where suppression is hardest. */
const aCount = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 60 }) },
);
const aTable = fc
  .array(aCount, { minLength: base.length, maxLength: base.length })
  .map((counts): Count[] =>
    base.map((row, index) => ({ ...row, count: counts[index] ?? 0 })).filter(({ count }) => count > 0),
  );

const everyGroup = [
  '[]',
  ...modes.map((mode) => `[["mode","${mode}"]]`),
  ...bases.map((basis) => `[["eligibilityBasis","${basis}"]]`),
  ...modes.flatMap((mode) => bases.map((basis) => `[["mode","${mode}"],["eligibilityBasis","${basis}"]]`)),
];

/** Publishes spans one after the other, as terms and years are asked for, and answers every published number. */
function publish(rows: Count[], spans: readonly Span[]): Published[] {
  const done: Span[] = [];
  const published: Published[] = [];
  for (const span of spans) {
    const cube = new Cube(unit, [...done, { key: span.key, parts: span.parts }], rows);
    const { keys, divisions } = cube.hiddenIn(span.key, small, new Set());
    done.push({ ...span, hidden: keys });
    for (const group of everyGroup) {
      if (divisions.has((JSON.parse(group) as [string, string][]).map(([dimension]) => dimension).join())) continue;
      for (const name of [...unit.outcomes, 'expected']) {
        published.push({
          parts: span.parts,
          name,
          group,
          value: keys.has(`${name}|${group}`) ? null : (cube.counts.get(`${span.key}|${name}|${group}`) ?? 0),
        });
      }
    }
  }
  return published;
}

interface Published {
  parts: readonly number[];
  name: string;
  group: string;
  value: number | null;
}

/** Which of the finest cells a published number is the sum of. */
const membersOf = ({ parts: of, name, group }: Published): number[] => {
  const wanted = Object.fromEntries(JSON.parse(group) as [string, string][]);
  return base.flatMap((cell, index) =>
    of.includes(cell.at[0] as number) &&
    (name === 'expected' || name === cell.outcome) &&
    Object.entries(wanted).every(([dimension, value]) => cell.values[dimension as 'mode'] === value)
      ? [index]
      : [],
  );
};

/**
 * An attacker who knows linear algebra: whether a sum of finest cells follows exactly from the published sums, in
 * fractions that lose nothing.
 */
class Attacker {
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

const sumOf = (values: readonly number[], members: readonly number[]): number =>
  members.reduce((sum, index) => sum + (values[index] ?? 0), 0);

const year: Span = { key: 'year', parts: [0, 1, 2] };
const terms: Span[] = [
  { key: 'spring', parts: [0] },
  { key: 'autumn', parts: [1] },
];
const orders = [
  [...terms, year],
  [year, ...terms],
  [terms[0] as Span, year, terms[1] as Span],
  [year],
  [terms[1] as Span, year],
];

test('no hidden number, and no difference of what is shown, can be worked out from everything published about terms and years (BR-166, BR-168)', () => {
  fc.assert(
    fc.property(aTable, fc.constantFrom(...orders), (rows, order) => {
      const published = publish(rows, order);
      const truth = base.map(
        (cell) =>
          rows.find(
            (row) =>
              row.at[0] === cell.at[0] &&
              row.outcome === cell.outcome &&
              row.values.mode === cell.values.mode &&
              row.values.eligibilityBasis === cell.values.eligibilityBasis,
          )?.count ?? 0,
      );
      const attacker = new Attacker(base.length);
      for (const each of published) if (each.value !== null) attacker.learn(membersOf(each));
      // What is published as 0 is 0 in all that it is made of.
      for (const each of published) if (each.value === 0) for (const index of membersOf(each)) attacker.learn([index]);
      const nowhere = parts.flatMap((part) =>
        [...unit.outcomes, 'expected'].flatMap((name) =>
          everyGroup.map((group): Published => ({ parts: [part], name, group, value: null })),
        ),
      );
      const recovered = [...published, ...nowhere].filter((each) => {
        const value = sumOf(truth, membersOf(each));
        return value > 0 && value < small && (each.value !== null || attacker.knows(membersOf(each)));
      });
      expect(recovered).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('where people in several groups are one each, it is not told that a group is not empty: everything that the total would tell hides (BR-166)', () => {
  const groups = ['a', 'b', 'c', 'd', 'e'];
  expect(hidden({ total: 5, a: 1, b: 1, c: 1, d: 1, e: 1 }, [{ whole: 'total', parts: groups }])).toEqual([
    ...groups,
    'total',
  ]);
});

test('a division is left out whole when there is no time to decide it', () => {
  const rows: Count[] = base.map((row, index) => ({ ...row, count: 1 + (index % 6) }));
  const { divisions, keys } = new Cube(unit, [{ key: 'year', parts }], rows).hiddenIn('year', small, new Set(), 0);
  expect(divisions.size).toBeGreaterThan(0);
  const within = everyGroup.filter((group) =>
    divisions.has((JSON.parse(group) as [string, string][]).map(([dimension]) => dimension).join()),
  );
  expect(within.filter((group) => !keys.has(`expected|${group}`))).toEqual([]);
});

const known = (published: readonly Published[]) =>
  published.map((each) => ({ members: membersOf(each), value: each.value }));
const truthOf = (rows: readonly Count[]) =>
  base.map(
    (cell) =>
      rows.find(
        (row) =>
          row.at[0] === cell.at[0] &&
          row.outcome === cell.outcome &&
          row.values.mode === cell.values.mode &&
          row.values.eligibilityBasis === cell.values.eligibilityBasis,
      )?.count ?? 0,
  );

test('somebody who reasons with bounds, knows that nothing is negative and that no 0 is hidden, cannot narrow a small number to less than 1 to 5 (BR-166)', () => {
  fc.assert(
    fc.property(aTable, fc.constantFrom(...orders), (rows, order) => {
      const published = publish(rows, order);
      const attacker = new BoundsAttacker(base.length, known(published));
      const narrow = published.filter((each) => {
        const value = sumOf(truthOf(rows), membersOf(each));
        const { low, high } = attacker.bounds(membersOf(each));
        return value > 0 && value < small && (low > 1 || high < small);
      });
      expect(narrow).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('for every small number there are tables of whole people that fit all that is published, one in which it is 1 and one in which it is not small (BR-166)', () => {
  let [found, undecided] = [0, 0];
  const few = fc.array(
    fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: fc.integer({ min: 1, max: 8 }) }),
    { minLength: base.length, maxLength: base.length },
  );
  fc.assert(
    fc.property(few, fc.constantFrom([year], [terms[0] as Span, year], [year, terms[1] as Span]), (counts, order) => {
      const rows = base
        .map((row, index): Count => ({ ...row, count: counts[index] ?? 0 }))
        .filter(({ count, values: { eligibilityBasis } }) => count > 0 && eligibilityBasis === 'public');
      const truth = truthOf(rows);
      const published = publish(rows, order);
      for (const each of published) {
        const members = membersOf(each);
        const value = sumOf(truth, members);
        if (value === 0 || value >= small) continue;
        for (const range of [
          { low: 0, high: 1 },
          { low: small, high: Infinity },
        ]) {
          const answer = couldBe(truth, known(published), { members, ...range });
          if (answer === undefined) undecided += 1;
          else found += 1;
          expect([each, range, answer]).not.toEqual([each, range, false]);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(100);
  expect(undecided).toBeLessThan(found / 20);
});
