import { firstDifference } from '../../src/operations/time-zone-agreement.rules.js';

const from = new Date('2027-03-12T12:00:00Z');

test.each([
  ['the same', 'America/Edmonton', [-420, -420, -360, -360], undefined],
  ['another day of change', 'America/Edmonton', [-420, -420, -420, -360], '2027-03-14'],
  ['no change any more', 'America/Edmonton', [-420, -420, -420, -420], '2027-03-14'],
  ['a zone that the database does not know', 'Europe/London', [null, null], '2027-03-12'],
  ['a zone that only the database knows', 'Europe/Nowhere', [0, 0], '2027-03-12'],
])('both lists of time zones are compared day by day: %s', (_, timeZone, offsets, expected) => {
  expect(firstDifference({ timeZone, offsets }, from)).toBe(expected);
});
