import type { CountedThing } from '../../src/reports/counting/counted-thing.js';
import { divisionName, divisionsOf } from '../../src/reports/counting/divisions.rules.js';
import type { Figure } from '../../src/reports/figures.js';
import { publicationOf, type ToPublish } from '../../src/reports/publishing/publication.rules.js';
import { Deadline } from '../../src/reports/suppression/deadline.js';

const modes = ['online', 'hybrid', 'in_person', 'drop_in'];
const bases = ['public', 'staff', 'supporter', 'volunteer'];

/** A table of small numbers everywhere, where much has to be tried. */
const thing = (key: string): CountedThing => ({
  key,
  dimensions: ['mode', 'eligibilityBasis'],
  outcomes: ['attended', 'did_not_attend'],
  sums: { expected: ['attended', 'did_not_attend'] },
});
const rows = modes.flatMap((mode, column) =>
  bases.flatMap((eligibilityBasis, line) =>
    ['attended', 'did_not_attend'].flatMap((outcome, which) =>
      [0, 1].map((part) => ({
        at: [part],
        values: { mode, eligibilityBasis },
        outcome,
        count: 1 + ((3 * column + 5 * line + 2 * which + 7 * part) % 11),
      })),
    ),
  ),
);
const figure = (key: string): Figure => ({
  report: 'activity',
  key,
  measure: 'count',
  unit: 'places',
  numerator: 'expected',
});
const keys = ['first', 'second', 'third'];
const toPublish: ToPublish = {
  policy: {
    reportSmallNumber: 5,
    reportPercentDenominator: 10,
    measureGroupMinimum: 10,
    measureIndicativeBelow: 30,
  },
  things: keys.map((key) => ({
    thing: thing(key),
    earlier: [],
    current: { key: 'year', parts: [0, 1] },
    rows,
    figures: [figure(key)],
  })),
};
const divisions = divisionsOf(['mode', 'eligibilityBasis']).map(divisionName);

/** Publishes by a clock that goes on by one whenever it is looked at, and answers what it shows at the end. */
function publishWithin(looks: number) {
  let time = 0;
  const publication = publicationOf(
    toPublish,
    Deadline.after(looks, () => time++),
  );
  return { ...publication, time };
}

test('with time enough, nothing is left out for want of it', () => {
  const { leftOut, figures } = publishWithin(100_000);
  expect(leftOut).toEqual([]);
  expect(new Set(figures.map(({ by }) => divisionName(by)))).toEqual(new Set(divisions));
});

test.each([0, 10, 30, 60])(
  'publication ends in its time of %i looks at the clock, by leaving divisions out',
  (looks) => {
    const { leftOut, time } = publishWithin(looks);
    expect(leftOut.length).toBeGreaterThan(0);
    // Each division looks at the clock a few times more before it gives up.
    expect(time).toBeLessThanOrEqual(looks + 5 * keys.length * divisions.length);
  },
);

test('what comes last has its share of the time: its whole is told, and only what is finer is left out', () => {
  const { leftOut, figures } = publishWithin(60);
  for (const key of keys) {
    expect(leftOut).not.toContainEqual({ key, by: '' });
    expect(figures).toContainEqual(expect.objectContaining({ key, by: [], value: expect.any(Number) }));
  }
});

test('of a division that is left out nothing is told, and all of it is kept as hidden for later reports (BR-166, BR-168)', () => {
  const { leftOut, figures, hidden } = publishWithin(0);
  const pair = 'mode,eligibilityBasis';
  expect(leftOut).toEqual(keys.map((key) => ({ key, by: pair })));
  expect(figures.filter(({ by }) => divisionName(by) === pair)).toEqual([]);
  const stored = modes.flatMap((mode) =>
    bases.map((basis) => `expected|[["mode","${mode}"],["eligibilityBasis","${basis}"]]`),
  );
  for (const key of keys) expect(hidden[key]).toEqual(expect.arrayContaining(stored));
});
