import {
  dateAt,
  dayAfter,
  dayBefore,
  daysLater,
  monthsLater,
  monthsThrough,
  workingDaysLater,
} from '../../src/platform/calendar.js';

test('the date is that of the wall, not of the instant', () => {
  const instant = new Date('2027-01-01T02:00:00Z');
  expect([dateAt(instant, 'America/Edmonton'), dateAt(instant, 'Europe/London')]).toEqual(['2026-12-31', '2027-01-01']);
});

test('a month has the days that it has', () => {
  expect([dayBefore('2028-03-01'), dayAfter('2027-02-28'), daysLater('2027-12-31', -365)]).toEqual([
    '2028-02-29',
    '2027-03-01',
    '2026-12-31',
  ]);
  expect([monthsLater('2024-02-29', 12), monthsLater('2027-01-31', 1), monthsLater('2027-03-31', -1)]).toEqual([
    '2025-02-28',
    '2027-02-28',
    '2027-02-28',
  ]);
  expect([monthsThrough('2027-02-01', 1), monthsThrough('2027-01-31', 1)]).toEqual(['2027-02-28', '2027-02-27']);
});

test('what has no end stays comparable: no day goes beyond the year 9999', () => {
  expect([dayAfter('9999-12-31'), daysLater('9999-12-01', 180), monthsLater('9999-06-01', 12)]).toEqual([
    '9999-12-31',
    '9999-12-31',
    '9999-12-31',
  ]);
});

test('working days leave out weekends and the days on which the college is closed', () => {
  expect(workingDaysLater('2027-12-23', 1, new Set())).toBe('2027-12-24');
  expect(workingDaysLater('2027-12-23', 2, new Set())).toBe('2027-12-27');
  expect(workingDaysLater('2027-12-23', 10, new Set(['2027-12-24', '2027-12-27', '2028-01-03']))).toBe('2028-01-11');
});
