import { type Period, validThrough } from '../../src/certification/certifications/certification.rules.js';

const period = (validFrom: string, last: string, verified = true): Period => ({
  validFrom,
  validThrough: last,
  verified,
  grade: 'full',
  windowDays: 90,
  graceDays: 180,
});
const history = (periods: Period[]) => ({ periods, renewals: [], acts: [] });
const today = '2027-01-04';

test.each<[string, Period[], string | null]>([
  ['nothing', [], null],
  ['an unverified period', [period('2026-01-01', '2028-01-01', false)], null],
  ['one that covers today', [period('2026-01-01', '2028-01-01')], '2028-01-01'],
  ['one that ends today', [period('2026-01-01', today)], today],
  ['one that is over', [period('2026-01-01', '2027-01-03')], null],
  ['one that has not begun', [period('2027-01-05', '2028-01-01')], null],
  [
    'a renewal from the next day on',
    [period('2026-01-01', '2027-02-28'), period('2027-03-01', '2029-03-01')],
    '2029-03-01',
  ],
  ['a renewal after a gap', [period('2026-01-01', '2027-02-28'), period('2027-03-02', '2029-03-01')], '2027-02-28'],
  [
    'a renewal that nobody verified',
    [period('2026-01-01', '2027-02-28'), period('2027-03-01', '2029-03-01', false)],
    '2027-02-28',
  ],
  ['periods told in any order', [period('2027-03-01', '2029-03-01'), period('2026-01-01', '2027-02-28')], '2029-03-01'],
])('%s is valid without a gap from today through its last day (BR-22)', (_, periods, expected) => {
  expect(validThrough(history(periods), today, false)).toBe(expected);
});
