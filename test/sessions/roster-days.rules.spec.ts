import { withinRosterDays } from '../../src/sessions/facilitators/facilitator.rules.js';

const run = { firstStart: new Date('2027-02-09T17:00:00Z'), lastEnd: new Date('2027-02-16T19:00:00Z') };

test.each([
  ['2027-01-26T16:59:59Z', 14, false],
  ['2027-01-26T17:00:00Z', 14, true],
  ['2027-02-12T12:00:00Z', 14, true],
  ['2027-03-02T19:00:00Z', 14, true],
  ['2027-03-02T19:00:01Z', 14, false],
  ['2027-02-09T16:59:59Z', 0, false],
  ['2027-02-09T17:00:00Z', 0, true],
] as const)('at %s, with %i days, those who facilitate see the people of a run: %s (BR-37, 207)', (now, days, seen) => {
  expect(withinRosterDays(new Date(now), run, days)).toBe(seen);
});

test('a run without sessions has no days on which its people are seen (BR-207)', () => {
  const now = new Date('2027-02-12T12:00:00Z');
  for (const none of [{ firstStart: null }, { lastEnd: null }])
    expect(withinRosterDays(now, { ...run, ...none }, 14)).toBe(false);
});
