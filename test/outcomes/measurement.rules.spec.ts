import fc from 'fast-check';
import {
  changeByHelp,
  isWithin,
  type Occasion,
  pairedChange,
  shownState,
  windowOf,
} from '../../src/outcomes/measures/measurement.rules.js';

const at = (text: string) => new Date(`2027-${text}Z`);
const run = { firstEnd: at('01-12T12:00'), lastStart: at('02-16T10:00'), lastEnd: at('02-16T12:00') };

test.each<[Occasion, string, boolean]>([
  ['baseline', '01-01T09:00', true],
  ['baseline', '01-12T11:59', true],
  ['baseline', '01-12T12:00', true],
  ['baseline', '01-12T12:01', false],
  ['mid', '01-12T11:00', false],
  ['mid', '02-01T09:00', true],
  ['mid', '02-16T10:01', false],
  ['end', '02-16T09:59', false],
  ['end', '02-16T11:00', true],
  ['end', '03-16T12:00', true],
  ['end', '03-16T12:01', false],
  ['followup_3m', '04-01T09:00', false],
  ['followup_3m', '05-17T09:00', true],
  ['followup_3m', '06-30T09:00', false],
  ['adhoc', '12-24T18:00', true],
])('%s at %s: %s (BR-81)', (occasion, now, open) => expect(isWithin(windowOf(occasion, run), at(now))).toBe(open));

test('a run of one session has no middle, and one without sessions no times at all', () => {
  expect(windowOf('mid', { ...run, lastStart: at('01-12T10:00'), lastEnd: run.firstEnd })).toBeUndefined();
  expect(windowOf('baseline', { firstEnd: null, lastStart: null, lastEnd: null })).toBeUndefined();
});

test('what was offered and not answered expires by itself; what was answered does not', () => {
  const window = windowOf('baseline', run);
  expect(shownState('offered', window, at('01-12T12:00'))).toBe('offered');
  expect(shownState('offered', window, at('01-12T12:01'))).toBe('expired');
  expect(shownState('declined', window, at('06-01T12:00'))).toBe('declined');
  expect(shownState('offered', windowOf('adhoc', run), at('12-31T12:00'))).toBe('offered');
});

const limits = { groupMinimum: 10, indicativeBelow: 30 };
const pairs = (count: number, by = 1.25) =>
  Array.from({ length: count }, (_, index) => ({
    baseline: 20 + index / 10,
    later: 20 + index / 10 + by,
    assisted: false,
  }));

test.each([
  [9, null, false],
  [10, 1.25, true],
  [29, 1.25, true],
  [30, 1.25, false],
])('%i paired: change %p, indicative %s (BR-82)', (count, meanChange, indicative) => {
  expect(pairedChange(pairs(count), limits)).toEqual({
    offered: count,
    baselines: count,
    paired: count,
    responseRate: 100,
    meanChange,
    indicative,
  });
});

test('the response rate counts everybody who was offered a baseline', () => {
  const missing = { baseline: null, later: null, assisted: false };
  expect(
    pairedChange(
      [...pairs(10), { baseline: 20, later: null, assisted: false }, ...Array<typeof missing>(9).fill(missing)],
      limits,
    ),
  ).toMatchObject({ offered: 20, baselines: 11, paired: 10, responseRate: 50 });
});

test('who had help is told apart, so that neither group is found by subtraction (BR-83)', () => {
  const { alone, assisted } = changeByHelp(
    [...pairs(12), ...pairs(3, 9).map((pair) => ({ ...pair, assisted: true }))],
    limits,
  );
  expect(alone).toMatchObject({ paired: 12, meanChange: 1.25 });
  expect(assisted).toMatchObject({ paired: 3, meanChange: null });
});

test('no figure of change is ever of fewer than the minimum', () => {
  const score = fc.option(fc.integer({ min: 700, max: 3500 }).map((hundredths) => hundredths / 100));
  fc.assert(
    fc.property(
      fc.array(fc.record({ baseline: score, later: score, assisted: fc.boolean() }), { maxLength: 40 }),
      (all) => {
        for (const change of Object.values(changeByHelp(all, limits)))
          expect(change.meanChange === null).toBe(change.paired < 10);
      },
    ),
  );
});
