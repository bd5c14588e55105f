import fc from 'fast-check';
import type { CountedRow, CountedThing } from '../../src/reports/counting/counted-thing.js';
import { figureSuppression } from '../../src/reports/figure-table/figure-suppression.rules.js';
import { FigureTable } from '../../src/reports/figure-table/figure-table.js';
import type { PeriodInParts, PublishedPeriod } from '../../src/reports/figure-table/time-slices.js';
import { Deadline } from '../../src/reports/suppression/deadline.js';
import { LinearAttacker } from './attackers.js';
import { sumOf, threshold } from './published-table.js';

const learners: CountedThing = {
  key: 'learners',
  dimensions: ['eligibilityBasis'],
  outcomes: ['learned'],
  sums: {},
};
const bases = ['public', 'staff'];

/** Two years of two parts each, and a winter term that has the end of one and the beginning of the other. */
const periods: PeriodInParts[] = [
  { key: 'first', parts: [0, 1] },
  { key: 'winter', parts: [1, 2] },
  { key: 'second', parts: [2, 3] },
];
const sets = [[0], [1], [2], [3], [0, 1], [1, 2], [0, 2], [1, 3], [2, 3], [0, 1, 2, 3]];
/** People by when they came, and by what they counted as in either year. */
const kinds = sets.flatMap((at) =>
  bases.flatMap((before) =>
    bases.flatMap((after) => {
      const marks = at.map((part) => (part < 2 ? before : after));
      return at.some((part) => part < 2) || before === after ? [{ at, marks }] : [];
    }),
  ),
);
const isIn = (kind: (typeof kinds)[number], parts: readonly number[], basis?: string): boolean => {
  const first = kind.at.findIndex((part) => parts.includes(part));
  return first >= 0 && (basis === undefined || kind.marks[first] === basis);
};

const aCount = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 40 }) },
);

test('whoever counts as one thing in one year and as another in the next is found in no difference of years and the term between (BR-166, 168, 195)', () => {
  let [shown, all] = [0, 0];
  fc.assert(
    fc.property(
      fc.array(aCount, { minLength: kinds.length, maxLength: kinds.length }),
      fc.shuffledSubarray(periods, { minLength: 2 }),
      (counts, order) => {
        const rows = kinds.flatMap(({ at, marks }, index): CountedRow[] => {
          const count = counts[index] ?? 0;
          const valuesIn = marks.map((eligibilityBasis) => ({ eligibilityBasis }));
          return count > 0 ? [{ at, values: valuesIn[0] ?? {}, valuesIn, outcome: 'learned', count }] : [];
        });
        const earlier: PublishedPeriod[] = [];
        const attacker = new LinearAttacker(kinds.length);
        const hidden: number[][] = [];
        for (const period of order) {
          const table = new FigureTable(learners, earlier, period, rows);
          const found = figureSuppression(table, { threshold, alsoHidden: new Set() }, Deadline.after(Infinity));
          const names = new Set([...found.hidden].map(({ storedName }) => storedName));
          const leftOut = new Set([...found.leftOut].map((division) => division.join()));
          earlier.push({ ...period, hidden: names, leftOut });
          for (const basis of [undefined, ...bases]) {
            const members = kinds.flatMap((kind, index) => (isIn(kind, period.parts, basis) ? [index] : []));
            const key = JSON.stringify(basis === undefined ? [] : [['eligibilityBasis', basis]]);
            const isTold = !names.has(`learned|${key}`) && !leftOut.has(basis === undefined ? '' : 'eligibilityBasis');
            const value = sumOf(counts, members);
            if (value > 0) all++;
            if (value > 0 && isTold) shown++;
            if (isTold && value > 0 && value < threshold) throw new Error(`A small number is told: ${value}`);
            if (isTold) attacker.learn(members);
            if (isTold && value === 0) for (const member of members) attacker.learn([member]);
            if (value > 0 && value < threshold) hidden.push(members);
          }
        }
        for (const members of hidden) expect([members, attacker.knows(members)]).toEqual([members, false]);
      },
    ),
    { numRuns: 150 },
  );
  expect(shown / all).toBeGreaterThan(0.5);
});
