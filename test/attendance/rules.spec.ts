import fc from 'fast-check';
import { checkInCode } from '../../src/attendance/register/check-in.rules.js';
import { completionOf, inWords, sessionsNeeded } from '../../src/attendance/completion/completion.rules.js';
import {
  creditableMinutes,
  heldPlan,
  length,
  minutesPresent,
  presentSpans,
  type SessionMinutes,
  throughout,
} from '../../src/attendance/register/minutes.rules.js';
import { safeWays } from '../../src/attendance/welfare/welfare.rules.js';
import { visualRuns } from '../../src/certificates/bidi-text.js';
import { renderCertificate } from '../../src/certificates/certificate.pdf.js';

const activity = (minutes: number, allowableForCeu = true, kind = 'talk') => ({ kind, minutes, allowableForCeu });
const session = (...activities: ReturnType<typeof activity>[]): SessionMinutes & { plan: object } => ({
  started: 0,
  duration: 120,
  planned: 105,
  contact: 105,
  plan: { minutesBreak: 15, activities },
});
const planned = session(activity(60), activity(45));

test('a break whose place is not said comes after the first half of the contact time', () => {
  expect(heldPlan(planned).map(({ from, to, isBreak }) => [from, to, isBreak])).toEqual([
    [0, 60, false],
    [60, 75, true],
    [75, 120, false],
  ]);
  expect(
    heldPlan(session(activity(30), activity(15, false, 'break'), activity(75))).map(({ from, isBreak }) => [
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
  expect(
    minutesPresent(presentSpans({}, 120), { started: 0, duration: 120, planned: 100, contact: 100, plan: null }),
  ).toBe(100);
});

test('only activities that may count are credited, and only while somebody was there', () => {
  const mixed = session(activity(15, false), activity(45), activity(45));
  expect(creditableMinutes(presentSpans({}, 120), mixed)).toEqual({ allowable: 90, creditable: 90 });
  expect(creditableMinutes(presentSpans({ arrivedMin: 30 }, 120), mixed)).toEqual({ allowable: 90, creditable: 75 });
  expect(creditableMinutes([], mixed)).toEqual({ allowable: 90, creditable: 0 });
  expect(
    creditableMinutes(presentSpans({}, 120), { started: 0, duration: 120, planned: 105, contact: 105, plan: null }),
  ).toEqual({
    allowable: 0,
    creditable: 0,
  });
});

describe('only what was held counts (BR-177)', () => {
  const whole = throughout;
  const at = (arrivedMin?: number, leftMin?: number) => presentSpans({ arrivedMin, leftMin }, 120);
  test.each<[string, Partial<SessionMinutes>, readonly { from: number; to: number }[], number, number, number]>([
    ['as planned', {}, whole, 105, 105, 105],
    ['thirty minutes of it', { contact: 30 }, whole, 30, 30, 30],
    ['up to the break', { contact: 60 }, whole, 60, 60, 60],
    ['beyond the break', { contact: 90 }, whole, 90, 90, 90],
    ['longer than planned', { contact: 118 }, whole, 105, 105, 118],
    ['begun late, and to the end of the plan', { started: 20 }, at(), 105, 105, 105],
    ['begun early', { started: -10 }, at(), 105, 105, 105],
    ['thirty minutes, and somebody came after them', { contact: 30 }, at(40), 30, 0, 0],
    ['fifty minutes, and somebody came after forty', { contact: 50 }, at(40), 50, 10, 10],
    [
      'ninety minutes, and somebody left after eighty, five of them after the break',
      { contact: 90 },
      at(0, 80),
      90,
      65,
      65,
    ],
    ['begun twenty late, and somebody came twenty late', { started: 20 }, at(20), 105, 105, 105],
    [
      'begun twenty late for an hour, and somebody left at fifty',
      { started: 20, contact: 60 },
      at(undefined, 50),
      60,
      30,
      30,
    ],
    ['with nobody there', { contact: 60 }, [], 60, 0, 0],
  ])('held %s', (_, changes, spans, allowable, creditable, present) => {
    const held = { ...planned, ...changes };
    expect(creditableMinutes(spans, held)).toEqual({ allowable, creditable });
    expect(minutesPresent(spans, held)).toBe(present);
  });

  const minutes = (min: number, max: number) => fc.integer({ min, max });
  const anySession = fc.record({
    started: minutes(-120, 240),
    duration: minutes(30, 480),
    planned: minutes(1, 480),
    contact: minutes(1, 480),
    plan: fc.record({
      minutesBreak: minutes(0, 30),
      activities: fc.array(
        fc.record({
          kind: fc.constantFrom('talk', 'practice', 'break'),
          minutes: minutes(1, 120),
          allowableForCeu: fc.boolean(),
        }),
        { maxLength: 8 },
      ),
    }),
  });
  const anySpans = fc.array(
    fc.record({ from: minutes(-60, 300), to: minutes(0, 300) }).map(({ from, to }) => ({ from, to: from + to })),
    { maxLength: 1 },
  );

  test('whatever was planned, held and attended, nobody is credited with more than any of the three', () => {
    fc.assert(
      fc.property(anySession, anySpans, (held, spans) => {
        const { allowable, creditable } = creditableMinutes(spans, held);
        const inPlan = held.plan.activities.reduce(
          (sum, each) => sum + (each.allowableForCeu && each.kind !== 'break' ? each.minutes : 0),
          0,
        );
        expect(allowable).toBeLessThanOrEqual(Math.min(inPlan, held.contact));
        expect(creditable).toBeLessThanOrEqual(Math.min(allowable, length(spans)));
        expect(creditable).toBeLessThanOrEqual(minutesPresent(spans, held));
        expect(creditableMinutes(throughout, held).creditable).toBe(allowable);
      }),
    );
  });

  test('a minute more that was held never takes one away, and when it began changes nothing for who was there throughout', () => {
    fc.assert(
      fc.property(anySession, anySpans, (held, spans) => {
        const longer = { ...held, contact: held.contact + 1 };
        const gained = creditableMinutes(spans, longer).creditable - creditableMinutes(spans, held).creditable;
        expect([0, 1]).toContain(gained);
        expect(creditableMinutes(throughout, { ...held, started: 0 })).toEqual(creditableMinutes(throughout, held));
      }),
    );
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
    awaitsOwner: false,
    emailConfirmed: false,
  };
  expect(safeWays(said, terms, new Date('2027-02-01'))).toEqual(['phone', 'inApp']);
  expect(safeWays({ ...said, emailConfirmed: true }, terms, new Date('2027-02-01'))).toEqual([
    'email',
    'phone',
    'inApp',
  ]);
  expect(safeWays(said, terms, new Date('2028-02-01'))).toEqual(['inApp']);
  expect(safeWays({ ...said, awaitsOwner: true }, terms, new Date('2027-02-01'))).toEqual(['inApp']);
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
  expect(pdf?.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf?.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
});
