import { firstDifference } from '../../src/operations/time-zone-agreement.rules.js';

const from = new Date('2027-03-12T12:00:00Z');

test.each([
  ['the same', 'America/New_York', [-300, -300, -240, -240], undefined],
  ['another day of change', 'America/New_York', [-300, -300, -300, -240], '2027-03-14'],
  ['no change any more', 'America/New_York', [-300, -300, -300, -300], '2027-03-14'],
  ['a zone that the database does not know', 'Europe/London', [null, null], '2027-03-12'],
  ['a zone that only the database knows', 'Europe/Nowhere', [0, 0], '2027-03-12'],
])('both lists of time zones are compared day by day: %s', (_, timeZone, offsets, expected) => {
  expect(firstDifference({ timeZone, offsets }, from)).toBe(expected);
});
