import fc from 'fast-check';
import type { CountedRow } from '../../src/reports/counting/counted-thing.js';
import { countedThings } from '../../src/reports/counting/counted-things.js';
import { figures } from '../../src/reports/figures.js';
import { publicationOf } from '../../src/reports/publishing/publication.rules.js';
import { Deadline } from '../../src/reports/suppression/deadline.js';
import { BoundsAttacker, type KnownSum, LinearAttacker } from './attackers.js';

const policy = {
  reportSmallNumber: 5,
  reportPercentDenominator: 10,
  measureGroupMinimum: 10,
  measureIndicativeBelow: 30,
};
const modes = ['online', 'in_person'];
const bases = ['public', 'staff'];

/** What becomes of whoever has a place on a run with one session: as an enrolment, and as a place. */
const fates = [
  ['completed', 'attended'],
  ['not_completed', 'attended'],
  ['never_came', 'did_not_attend'],
  ['never_came', 'sent_word'],
  ['unmet', null],
] as const;
const finest = modes.flatMap((mode) =>
  bases.flatMap((eligibilityBasis) =>
    fates.map(([enrolment, place]) => ({ values: { mode, strand: 'Arts', eligibilityBasis }, enrolment, place })),
  ),
);
type Finest = (typeof finest)[number];

const unitsWithPeople = ['enrolments', 'places'] as const;
/** Which of the finest cells an outcome, or a sum of outcomes, of one group is made of. */
const membersOf = (
  unit: (typeof unitsWithPeople)[number],
  name: string,
  group: Partial<Finest['values']>,
): number[] => {
  const sums: Record<string, readonly string[]> = countedThings[unit].sums;
  const outcomes = sums[name] ?? [name];
  return finest.flatMap((cell, index) => {
    const outcome = unit === 'enrolments' ? cell.enrolment : cell.place;
    const isInGroup = Object.entries(group).every(([key, value]) => cell.values[key as keyof typeof group] === value);
    return outcome && outcomes.includes(outcome) && isInGroup ? [index] : [];
  });
};

function rowsOf(counts: readonly number[], unit: (typeof unitsWithPeople)[number]): CountedRow[] {
  const rows = new Map<string, CountedRow>();
  finest.forEach(({ values, enrolment, place }, index) => {
    const outcome = unit === 'enrolments' ? enrolment : place;
    const count = counts[index] ?? 0;
    if (!outcome || count === 0) return;
    const key = JSON.stringify([values, outcome]);
    const row = rows.get(key) ?? { at: [0], values, outcome, count: 0, amount: 0 };
    rows.set(key, {
      ...row,
      count: row.count + count,
      amount: (row.amount ?? 0) + (outcome === 'attended' ? 60 * count : 0),
    });
  });
  return [...rows.values()];
}

const publish = (counts: readonly number[]) =>
  publicationOf(
    {
      policy,
      things: unitsWithPeople.map((unit) => ({
        thing: countedThings[unit],
        figures: figures.filter((figure) => figure.unit === unit),
        earlier: [],
        current: { key: 'term', parts: [0] },
        rows: rowsOf(counts, unit),
      })),
    },
    Deadline.after(Infinity),
  );

/** Every number that stands in the report, whatever its figure says: numerators, denominators, and hours of an hour. */
function numbersOf(published: ReturnType<typeof publish>): KnownSum[] {
  return published.figures.flatMap((told) => {
    const figure = figures.find(({ key }) => key === told.key);
    const unit = unitsWithPeople.find((each) => each === figure?.unit);
    if (!figure || !unit) return [];
    return [
      { members: membersOf(unit, figure.numerator, told.group), value: told.numerator },
      ...(figure.denominator === undefined
        ? []
        : [{ members: membersOf(unit, figure.denominator, told.group), value: told.denominator }]),
      ...(figure.measure === 'hours' && told.value !== null
        ? [{ members: membersOf(unit, figure.numerator, told.group), value: told.value }]
        : []),
    ];
  });
}

const counts = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
    { weight: 3, arbitrary: fc.integer({ min: 5, max: 40 }) },
  ),
  { minLength: finest.length, maxLength: finest.length },
);

test('where each run has one session, places and enrolments together tell no number that either hides, and narrow none (BR-166)', () => {
  let small = 0;
  fc.assert(
    fc.property(counts, (truth) => {
      const known = numbersOf(publish(truth));
      const exact = new LinearAttacker(finest.length);
      for (const { members, value } of known) {
        if (value !== null) exact.learn(members);
        if (value === 0) for (const member of members) exact.learn([member]);
      }
      const bounds = new BoundsAttacker(finest.length, known);
      const exposed = known.filter(({ members }) => {
        const value = members.reduce((sum, member) => sum + (truth[member] ?? 0), 0);
        if (value === 0 || value >= policy.reportSmallNumber) return false;
        small++;
        const { low, high } = bounds.bounds(members);
        return exact.knows(members) || low > 1 || high < policy.reportSmallNumber;
      });
      expect(exposed).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(small).toBeGreaterThan(500);
});

test('places are told as before: who came, with their hours, beside who started', () => {
  const { figures: told } = publish(finest.map(() => 20));
  const all = Object.fromEntries(told.filter(({ by }) => by.length === 0).map(({ key, value }) => [key, value]));
  expect(all).toMatchObject({
    enrolments: 320,
    starters: 160,
    places_booked: 320,
    places_attended: 160,
    hours_of_learning: 160,
    registered_but_never_came: 160,
    unmet_demand: 80,
  });
});
