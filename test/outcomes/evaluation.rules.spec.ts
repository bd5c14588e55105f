import fc from 'fast-check';
import {
  type Answer,
  counted,
  defaultItems,
  evaluationState,
  figuresOf,
  noAnswers,
  whyHidden,
} from '../../src/outcomes/evaluations/evaluation.rules.js';
import { daysLater } from '../../src/platform/calendar.js';

const limits = { smallNumber: 5, percentDenominator: 10 };
const someAnswers = fc.array(
  fc.uniqueArray(
    fc.record({
      item: fc.constantFrom(...defaultItems.map(({ item }) => item)),
      value: fc.integer({ min: 1, max: 5 }),
    }),
    { selector: ({ item }) => item, minLength: 1 },
  ),
  { maxLength: 40 },
);
const countedTogether = (all: readonly (readonly Answer[])[]) => all.reduce(counted, noAnswers(defaultItems));

test('what is kept of many answers is the same in whatever order people gave them', () => {
  fc.assert(
    fc.property(someAnswers, (all) => {
      expect(countedTogether([...all].reverse())).toEqual(countedTogether(all));
    }),
  );
});

test('figures are those of the answers, and none is of fewer people than the small number (I-50)', () => {
  fc.assert(
    fc.property(someAnswers, (all) => {
      for (const { item, valid, agree, agreePercent } of figuresOf(
        defaultItems,
        countedTogether(all),
        all.length,
        limits,
      ).items) {
        const values = all.flatMap((answers) =>
          answers.filter((answer) => answer.item === item).map(({ value }) => value),
        );
        const agreeing = values.filter((value) => value >= 4).length;
        expect(valid).toBe(values.length < 5 ? null : values.length);
        expect(agree).toBe(values.length < 5 ? null : agreeing);
        expect(agreePercent).toBe(values.length < 10 ? null : Math.round((100 * agreeing) / values.length));
      }
    }),
  );
});

test.each([
  [4, 'too_few'],
  [5, null],
])('%i answers to a closed evaluation: %s', (respondents, hidden) =>
  expect(whyHidden('closed', respondents, 5)).toBe(hidden),
);
test('while it is open, nothing is told however many answered', () => expect(whyHidden('open', 500, 5)).toBe('open'));

test.each([
  ['2027-03-01T09:59:00Z', '2027-03-01', 'ahead'],
  ['2027-03-01T10:00:00Z', '2027-03-01', 'open'],
  ['2027-03-31T23:00:00Z', '2027-03-31', 'open'],
  ['2027-04-01T00:00:00Z', '2027-04-01', 'closed'],
])('at %s an evaluation from the first of March for 30 days is %s', (now, today, state) => {
  expect(
    evaluationState(
      { startsAt: new Date('2027-03-01T10:00:00Z'), closesOn: daysLater('2027-03-01', 30) },
      new Date(now),
      today,
    ),
  ).toBe(state);
});

test('a run without a date is not evaluated yet', () =>
  expect(evaluationState({ startsAt: null, closesOn: null }, new Date(), '2027-01-01')).toBe('ahead'));
