import { checkInCode } from '../../src/attendance/register/check-in.rules.js';
import { completionOf, inWords, sessionsNeeded } from '../../src/attendance/completion/completion.rules.js';
import {
  creditableMinutes,
  laidOut,
  minutesPresent,
  presentSpans,
} from '../../src/attendance/register/minutes.rules.js';
import { safeWays } from '../../src/attendance/welfare/welfare.rules.js';
import { visualRuns } from '../../src/certificates/bidi-text.js';
import { renderCertificate } from '../../src/certificates/certificate.pdf.js';

const activity = (minutes: number, allowableForCeu = true, kind = 'talk') => ({ kind, minutes, allowableForCeu });
const session = (...activities: ReturnType<typeof activity>[]) => ({
  duration: 120,
  contact: 105,
  plan: { minutesBreak: 15, activities },
});
const planned = session(activity(60), activity(45));

test('a break whose place is not said comes after the first half of the contact time', () => {
  expect(laidOut(planned).map(({ from, to, isBreak }) => [from, to, isBreak])).toEqual([
    [0, 60, false],
    [60, 75, true],
    [75, 120, false],
  ]);
  expect(
    laidOut(session(activity(30), activity(15, false, 'break'), activity(75))).map(({ from, isBreak }) => [
      from,
      isBreak,
    ]),
  ).toEqual([
    [0, false],
    [30, true],
    [45, false],
  ]);
});

test.each([
  ['all along', {}, 105],
  ['forty minutes late', { arrivedMin: 40 }, 65],
  ['leaving in the break', { leftMin: 70 }, 60],
  ['arriving early', { arrivedMin: -20 }, 105],
  ['leaving after the end', { leftMin: 140 }, 105],
  ['away in the middle', { away: [{ from: 50, to: 80 }] }, 90],
  ['only after the end', { arrivedMin: 121, leftMin: 125 }, 0],
])('who was there %s has the minutes that they were there for, breaks excluded', (_, times, minutes) => {
  expect(minutesPresent(presentSpans(times, 120), planned)).toBe(minutes);
});

test('without a plan the contact minutes are the most that anybody can have', () => {
  expect(minutesPresent(presentSpans({}, 120), { duration: 120, contact: 100, plan: null })).toBe(100);
});

test('only activities that may count are credited, and only while somebody was there', () => {
  const mixed = session(activity(15, false), activity(45), activity(45));
  expect(creditableMinutes(presentSpans({}, 120), mixed)).toEqual({ allowable: 90, creditable: 90 });
  expect(creditableMinutes(presentSpans({ arrivedMin: 30 }, 120), mixed)).toEqual({ allowable: 90, creditable: 75 });
  expect(creditableMinutes([], mixed)).toEqual({ allowable: 90, creditable: 0 });
  expect(creditableMinutes(presentSpans({}, 120), { duration: 120, contact: 105, plan: null })).toEqual({
    allowable: 0,
    creditable: 0,
  });
});

test.each([
  [0, 1],
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 3],
])('of %i delivered sessions %i are needed', (delivered, needed) => {
  expect(sessionsNeeded(delivered, 0.5)).toBe(needed);
});

test('an outcome waits only for empty places that could still decide it', () => {
  expect(completionOf({ delivered: 4, attended: 1, unmarked: 1 }, 0.5, false)).toBeUndefined();
  expect(completionOf({ delivered: 4, attended: 0, unmarked: 1 }, 0.5, false)).toBe('not_completed');
  expect(completionOf({ delivered: 4, attended: 1, unmarked: 1 }, 0.5, true)).toBe('not_completed');
  expect(completionOf({ delivered: 4, attended: 2, unmarked: 2 }, 0.5, false)).toBe('completed');
});

test.each([
  [0, '0 minutes'],
  [1, '1 minute'],
  [60, '1 hour'],
  [210, '3 hours 30 minutes'],
  [61, '1 hour 1 minute'],
])('%i minutes read as %s', (minutes, words) => {
  expect(inWords(minutes)).toBe(words);
});

test('only ways that a person marked as safe are safe', () => {
  const terms = { contactRecheckDays: 180, contactStaleDays: 365 };
  const said = {
    channels: { phone: { allowed: true }, sms: { allowed: false }, email: { allowed: true }, inApp: { allowed: true } },
    learnerWillInitiate: false,
    confirmedAt: new Date('2027-01-01'),
    emailConfirmed: false,
  };
  expect(safeWays(said, terms, new Date('2027-02-01'))).toEqual(['phone', 'inApp']);
  expect(safeWays({ ...said, emailConfirmed: true }, terms, new Date('2027-02-01'))).toEqual([
    'email',
    'phone',
    'inApp',
  ]);
  expect(safeWays(said, terms, new Date('2028-02-01'))).toEqual(['inApp']);
  expect(safeWays({ ...said, learnerWillInitiate: true }, terms, new Date('2027-02-01'))).toEqual([]);
  expect(safeWays(null, terms, new Date('2027-02-01'))).toEqual([]);
});

test('a code of six digits depends on the secret, the session and the minute', () => {
  const [secret, other] = [Buffer.from('secret'), Buffer.from('other')];
  const codes = [
    checkInCode(secret, 'a', 1),
    checkInCode(secret, 'a', 2),
    checkInCode(secret, 'b', 1),
    checkInCode(other, 'a', 1),
  ];
  expect(new Set(codes).size).toBe(4);
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  expect(checkInCode(secret, 'a', 1)).toBe(codes[0]);
});

test('a line with words of both directions is laid out as people read it', () => {
  expect(visualRuns('Eve Example')).toEqual(['Eve Example']);
  expect(visualRuns('שרה (Sarah) לוי')).toEqual(
    [') לוי', 'Sarah', 'שרה ('].map((run) => run.replace(') ', '( ').replace(' (', ' )')),
  );
});

test.each([
  'Zoë Ångström-Łukasiewicz',
  'محمد عبد الله',
  'שרה לוי',
  'A'.repeat(100),
  'Maria de la Concepción Aurora Fernanda Guadalupe Hernández y Castellanos '.repeat(3),
])('the name %s prints on one page', async (namePrinted) => {
  const pdf = await renderCertificate(
    'attendance',
    {
      namePrinted,
      title: 'Kind Boundaries',
      facts: [{ label: 'Dates', value: '2026-11-22' }],
      providerName: 'College',
      providerLines: [],
      signatory: null,
      signatoryTitle: null,
      issuedOn: '2026-11-22',
    },
    { number: 'A-2026-2222-3333', verifyUrl: 'http://college.test/verify/x' },
  );
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
});
