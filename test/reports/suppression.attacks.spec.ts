import fc from 'fast-check';
import type { CountedRow } from '../../src/reports/counting/counted-thing.js';
import type { PeriodInParts } from '../../src/reports/figure-table/time-slices.js';
import { BoundsAttacker, couldBe, LinearAttacker } from './attackers.js';
import {
  countsOf,
  everyGroup,
  finestCells,
  knownSums,
  membersOf,
  names,
  parts,
  publish,
  type PublishedNumber,
  rowsOf,
  sumOf,
  threshold,
} from './published-table.js';

/** Small numbers mostly, and many zeros: where suppression is hardest. */
const aCount = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 60 }) },
);
const tableOf = (count: fc.Arbitrary<number>): fc.Arbitrary<CountedRow[]> =>
  fc.array(count, { minLength: finestCells.length, maxLength: finestCells.length }).map(rowsOf);
const aTable = tableOf(aCount);

const year: PeriodInParts = { key: 'year', parts };
const spring: PeriodInParts = { key: 'spring', parts: [0] };
const autumn: PeriodInParts = { key: 'autumn', parts: [1] };
const orders = [[spring, autumn, year], [year, spring, autumn], [spring, year, autumn], [year], [autumn, year]];

test('no hidden number, and no difference of what is shown, can be worked out from everything published about terms and years (BR-166, BR-168)', () => {
  fc.assert(
    fc.property(aTable, fc.constantFrom(...orders), (rows, order) => {
      const published = publish(rows, order);
      const truth = countsOf(rows);
      const attacker = new LinearAttacker(finestCells.length);
      for (const each of published) if (each.value !== null) attacker.learn(membersOf(each));
      // What is published as 0 is 0 in all that it is made of.
      for (const each of published) if (each.value === 0) for (const index of membersOf(each)) attacker.learn([index]);
      const nowhere = parts.flatMap((part) =>
        names.flatMap((name) =>
          everyGroup.map((group): PublishedNumber => ({ parts: [part], name, group, value: null })),
        ),
      );
      const recovered = [...published, ...nowhere].filter((each) => {
        const value = sumOf(truth, membersOf(each));
        return value > 0 && value < threshold && (each.value !== null || attacker.knows(membersOf(each)));
      });
      expect(recovered).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('somebody who reasons with bounds, knows that nothing is negative and that no 0 is hidden, cannot narrow a small number to less than 1 to 5 (BR-166)', () => {
  fc.assert(
    fc.property(aTable, fc.constantFrom(...orders), (rows, order) => {
      const published = publish(rows, order);
      const truth = countsOf(rows);
      const attacker = new BoundsAttacker(finestCells.length, knownSums(published));
      const narrow = published.filter((each) => {
        const value = sumOf(truth, membersOf(each));
        const { low, high } = attacker.bounds(membersOf(each));
        return value > 0 && value < threshold && (low > 1 || high < threshold);
      });
      expect(narrow).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('for every small number there are tables of whole people that fit all that is published, one in which it is 1 and one in which it is not small (BR-166)', () => {
  let [found, undecided] = [0, 0];
  const aFullerCount = fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 8 }) },
  );
  fc.assert(
    fc.property(tableOf(aFullerCount), fc.constantFrom([year], [spring, year], [year, autumn]), (all, order) => {
      const rows = all.filter(({ values }) => values.eligibilityBasis === 'public');
      const truth = countsOf(rows);
      const published = publish(rows, order);
      for (const each of published) {
        const members = membersOf(each);
        const value = sumOf(truth, members);
        if (value === 0 || value >= threshold) continue;
        for (const range of [
          { low: 0, high: 1 },
          { low: threshold, high: Infinity },
        ]) {
          const answer = couldBe(truth, knownSums(published), { members, ...range });
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
