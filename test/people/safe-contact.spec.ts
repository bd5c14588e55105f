import { freshness, nextSafe, usableChannels } from '../../src/people/contact/safe-contact.rules.js';

const terms = { contactRecheckDays: 180, contactStaleDays: 365 };
const now = new Date('2026-06-01T12:00:00Z');
const daysAgo = (days: number) => ({ awaitsOwner: false, confirmedAt: new Date(now.getTime() - days * 86_400_000) });

test.each([
  ['never said', null, { confirmationDue: true, onlyInApp: false }],
  ['fresh', daysAgo(1), { confirmationDue: false, onlyInApp: false }],
  ['a day before the re-check', daysAgo(179), { confirmationDue: false, onlyInApp: false }],
  ['due for a re-check', daysAgo(180), { confirmationDue: true, onlyInApp: false }],
  ['a day before it is stale', daysAgo(364), { confirmationDue: true, onlyInApp: false }],
  ['stale', daysAgo(365), { confirmationDue: true, onlyInApp: true }],
  ['from before a restore', { ...daysAgo(1), awaitsOwner: true }, { confirmationDue: true, onlyInApp: true }],
])('a preference that is %s is asked about and falls back as the college says (BR-148, 191)', (_, said, expected) => {
  expect(freshness(said, terms, now)).toEqual(expected);
});

test('a channel that is not named, or not allowed, is not safe', () => {
  expect(usableChannels({}, false)).toEqual({});
  expect(usableChannels({ email: { allowed: false }, inApp: { allowed: true } }, false)).toEqual({
    inApp: { allowed: true },
  });
});

test('of a stale preference only messages inside the service are left, and only if they were allowed', () => {
  expect(usableChannels({ email: { allowed: true }, inApp: { allowed: true } }, true)).toEqual({
    inApp: { allowed: true },
  });
  expect(usableChannels({ email: { allowed: true }, inApp: { allowed: false } }, true)).toEqual({});
});

const office = [{ from: '09:00', to: '17:00' }];
const weekdays = [{ from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] }];
const night = [
  { from: '22:00', to: '24:00' },
  { from: '00:00', to: '02:00' },
];

test.each([
  ['no hours named', [], 'Europe/London', '2026-06-01T02:00:00Z', '2026-06-01T02:00:00Z'],
  ['within the hours', office, 'Europe/London', '2026-06-01T08:00:00Z', '2026-06-01T08:00:00Z'],
  ['a minute before', office, 'Europe/London', '2026-06-01T07:59:00Z', '2026-06-01T08:00:00Z'],
  ['at the end, which is outside', office, 'Europe/London', '2026-06-01T16:00:00Z', '2026-06-02T08:00:00Z'],
  ['another zone', office, 'America/Edmonton', '2026-06-01T08:00:00Z', '2026-06-01T15:00:00Z'],
  ['over a clock change', office, 'Europe/London', '2026-10-24T18:00:00Z', '2026-10-25T09:00:00Z'],
  ['Friday evening for a weekday person', weekdays, 'UTC', '2026-06-05T18:00:00Z', '2026-06-08T09:00:00Z'],
  [
    'once a week, just missed',
    [{ from: '09:00', to: '10:00', days: [1] }],
    'UTC',
    '2026-06-01T10:00:00Z',
    '2026-06-08T09:00:00Z',
  ],
  ['before a night', night, 'UTC', '2026-06-01T21:00:00Z', '2026-06-01T22:00:00Z'],
  ['after midnight', night, 'UTC', '2026-06-02T00:00:00Z', '2026-06-02T00:00:00Z'],
  ['no day of the week', [{ from: '09:00', to: '17:00', days: [] }], 'UTC', '2026-06-01T12:00:00Z', null],
])('the next safe moment: %s', (_, hours, timeZone, at, expected) => {
  expect(nextSafe(hours, new Date(at), timeZone)?.toISOString() ?? null).toBe(
    expected && new Date(expected).toISOString(),
  );
});
