import fc from 'fast-check';
import { allowableMinutes } from '../../src/ceu/approvals/allowable.rules.js';
import { firstUncovered, kindUnder } from '../../src/ceu/approvals/ce-approval.rules.js';
import {
  cappedByDay,
  type CreditFacts,
  type CreditRule,
  decideAward,
  retainedUntil,
  selfPacedMinutes,
  type SessionCredit,
} from '../../src/ceu/ledger/ce-award.rules.js';
import { spread, sumOf, wholeCourse } from '../../src/ceu/approvals/category.rules.js';
import { ceuText, hoursText, printedCredit } from '../../src/ceu/ledger/ce-credit.rules.js';
import { rounded } from '../../src/ceu/approvals/rounding.rules.js';

const rule: CreditRule = {
  rounding: 'iacet_nearest_tenth',
  minimumMinutes: 30,
  attendancePercent: 100,
  partialCredit: 'actual',
  maxMinutesPerDay: null,
  categoryScope: [],
  evaluationRequired: false,
  assessmentRequired: false,
  presenterMinutes: false,
  retentionYears: 7,
};
const session = (order: number, allowable: number, creditable = allowable): SessionCredit => ({
  sessionId: `s${order}`,
  order,
  on: `2027-03-0${order}`,
  allowableMinutes: allowable,
  creditableMinutes: creditable,
});
const learner = (sessions: SessionCredit[], more: Partial<CreditFacts> = {}): CreditFacts => ({
  completed: true,
  role: 'learner',
  sessions,
  categoryMinutes: [],
  plans: sessions.map(({ allowableMinutes: minutes }) => ({
    activities: [{ kind: 'talk', minutes, allowableForCeu: true }],
  })),
  evaluation: false,
  assessment: false,
  ...more,
});
const codes = (changes: Partial<CreditRule>, facts: CreditFacts) =>
  decideAward({ ...rule, ...changes }, facts).unmet.map(({ code }) => code);
const creditOf = (changes: Partial<CreditRule>, facts: CreditFacts) =>
  decideAward({ ...rule, ...changes }, facts).credit;

describe('rounding (BR-109)', () => {
  test.each([
    [0, '0.0'],
    [29, '0.0'],
    [30, '0.1'],
    [59, '0.1'],
    [89, '0.1'],
    [90, '0.2'],
    [105, '0.2'],
    [149, '0.2'],
    [150, '0.3'],
    [170, '0.3'],
    [210, '0.4'],
    [570, '1.0'],
    [600, '1.0'],
    [1020, '1.7'],
    [1100, '1.8'],
  ])('%d minutes are %s CEU to the nearest tenth of IACET', (minutes, tenths) =>
    expect(ceuText(rounded('iacet_nearest_tenth', minutes))).toBe(tenths),
  );

  test.each([
    [59, 0],
    [60, 1],
    [105, 1],
    [119, 1],
    [170, 2],
    [210, 3],
  ])('%d minutes are %d hours, cut to the whole hour', (minutes, hours) =>
    expect(rounded('floor_to_hour', minutes)).toBe(hours),
  );

  test.each([
    [49, 0],
    [50, 1],
    [60, 1],
    [109, 1],
    [110, 2],
    [210, 3],
  ])('%d minutes are %d hours where an hour counts from its 50th minute', (minutes, hours) =>
    expect(rounded('hour_from_50_minutes', minutes)).toBe(hours),
  );

  test('three sessions of 35 minutes are added up before they are rounded', () => {
    const three = learner([session(1, 35), session(2, 35), session(3, 35)]);
    expect(creditOf({}, three)).toMatchObject({ minutes: 105, credits: 2 });
    expect(creditOf({ rounding: 'floor_to_hour' }, three)).toMatchObject({ minutes: 105, credits: 1 });
  });

  test('a run shorter than 30 minutes earns nothing', () =>
    expect(codes({}, learner([session(1, 29)]))).toEqual(['minutes_below_minimum']));
});

describe('the reference story: 105 of 105 and 105 of 105 minutes, or 65 and 105', () => {
  const eve = learner([session(1, 105), session(2, 105)], {
    categoryMinutes: [
      { category: 'boundaries', minutes: 150 },
      { category: 'ethics', minutes: 60 },
    ],
  });
  const fay = learner([session(1, 105, 65), session(2, 105)]);

  test('Eve, who attended all, has 0.4 CEU, 60 minutes of them in ethics', () => {
    expect(creditOf({}, eve)).toEqual({ minutes: 210, credits: 4, categories: { boundaries: 150, ethics: 60 } });
    expect(creditOf({ rounding: 'floor_to_hour' }, eve)?.credits).toBe(3);
  });
  test.each([
    [100, null],
    [82, null],
    [81, null],
    [80, 170],
    [75, 170],
  ])('at a threshold of %d %% Fay, who was late, is credited %s minutes (BR-110, 111)', (attendancePercent, minutes) =>
    expect(creditOf({ attendancePercent }, fay)?.minutes ?? null).toBe(minutes),
  );
  test('Fay has 0.3 CEU where the minutes really attended count', () =>
    expect(creditOf({ attendancePercent: 80 }, fay)?.credits).toBe(3));
  test('without partial credit it is all or nothing (BR-110)', () => {
    expect(creditOf({ attendancePercent: 80, partialCredit: 'none' }, fay)).toMatchObject({ minutes: 210, credits: 4 });
    expect(creditOf({ attendancePercent: 82, partialCredit: 'none' }, fay)).toBeNull();
  });
  test('what is missing is said with the numbers', () => {
    expect(decideAward(rule, fay).unmet[0]).toMatchObject({
      code: 'attendance_below_threshold',
      message: expect.stringContaining('170 of 210'),
    });
  });
});

describe('conditions (BR-113)', () => {
  const whole = [session(1, 60)];
  test('an approval that asks for nothing gives credit at once', () => expect(codes({}, learner(whole))).toEqual([]));
  test('evaluation and assessment are asked for only where the approval does', () => {
    expect(codes({ evaluationRequired: true, assessmentRequired: true }, learner(whole))).toEqual([
      'evaluation_missing',
      'ce_assessment_missing',
    ]);
    expect(
      codes(
        { evaluationRequired: true, assessmentRequired: true },
        learner(whole, { evaluation: true, assessment: true }),
      ),
    ).toEqual([]);
  });
  test('a run that is not completed earns nothing', () =>
    expect(codes({}, learner(whole, { completed: false }))).toEqual(['run_not_completed']));
});

describe('minutes that count', () => {
  test('breaks and what is not allowable never count, whatever they are called (BR-108)', () => {
    const activities = [
      { kind: 'welcome', minutes: 10, allowableForCeu: false },
      { kind: 'talk', minutes: 45, allowableForCeu: true },
      { kind: 'break', minutes: 15, allowableForCeu: true },
      { kind: 'practice', minutes: 40, allowableForCeu: true },
      { kind: 'closing', minutes: 10, allowableForCeu: false },
    ];
    expect(allowableMinutes({ activities })).toBe(85);
  });
  test('minutes of one day count up to the cap of the approval (BR-112)', () => {
    expect(
      cappedByDay(
        [
          { on: '2027-03-01', minutes: 300 },
          { on: '2027-03-01', minutes: 300 },
          { on: '2027-03-02', minutes: 100 },
        ],
        480,
      ),
    ).toBe(580);
    expect(cappedByDay([{ on: '2027-03-01', minutes: 600 }], null)).toBe(600);
    expect(creditOf({ maxMinutesPerDay: 90 }, learner([session(1, 105), session(2, 105)]))?.minutes).toBe(180);
  });
  test('self-paced minutes count only when monitored, and 480 a day (BR-112)', () => {
    expect(selfPacedMinutes(600, 1, true, 480)).toBe(480);
    expect(selfPacedMinutes(600, 2, true, 480)).toBe(600);
    expect(selfPacedMinutes(600, 2, false, 480)).toBe(0);
  });
  test('categories that an approval does not cover earn nothing under it', () => {
    const facts = learner([session(1, 105), session(2, 105)], {
      categoryMinutes: [
        { category: 'ethics', minutes: 60 },
        { category: 'boundaries', minutes: 150 },
      ],
    });
    expect(creditOf({ categoryScope: ['ethics'] }, facts)).toEqual({
      minutes: 60,
      credits: 1,
      categories: { ethics: 60 },
    });
  });
  test('minutes that no category claims are general', () =>
    expect(wholeCourse([{ category: 'ethics', minutes: 60 }], 210)).toEqual({ ethics: 60, general: 150 }));
  test('part of a course is divided as the whole is, to the minute', () =>
    expect(spread(170, { boundaries: 150, ethics: 60 })).toEqual({ boundaries: 121, ethics: 49 }));
  test('however the minutes fall, the categories add up to them', () => {
    const weights = fc.dictionary(
      fc.constantFrom('ethics', 'culture', 'boundaries', 'peer_practice', 'general'),
      fc.integer({ min: 1, max: 2000 }),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12_000 }),
        weights,
        (minutes, course) => sumOf(spread(minutes, course)) === minutes,
      ),
      { numRuns: 2000 },
    );
  });
});

describe('presenting', () => {
  const presenter = (sessions: SessionCredit[], presentedBefore: number[] = []): CreditFacts => ({
    ...learner(sessions),
    role: 'presenter',
    presentedBefore,
  });
  test('is credited where the approval grants it, for the sessions in which one was there', () => {
    expect(codes({}, presenter([session(1, 105)]))).toEqual(['presenter_minutes_not_granted']);
    expect(creditOf({ presenterMinutes: true }, presenter([session(1, 105), session(2, 105, 0)]))).toMatchObject({
      minutes: 105,
      credits: 2,
    });
  });
  test('credits each session content once in a cycle', () =>
    expect(creditOf({ presenterMinutes: true }, presenter([session(1, 105), session(2, 105)], [1]))).toMatchObject({
      minutes: 105,
    }));
  test('asks for no test and no threshold', () =>
    expect(
      codes(
        { presenterMinutes: true, assessmentRequired: true, evaluationRequired: true },
        presenter([session(1, 105), session(2, 105, 0)]),
      ),
    ).toEqual([]));
});

describe('approvals by date', () => {
  const approval = { validFrom: '2027-01-01', validTo: '2027-12-31', withdrawnOn: null };
  test.each([
    [approval, [{ from: '2027-01-01', to: null }], ['2027-03-01', '2027-03-08'], undefined],
    [approval, [{ from: '2027-01-01', to: null }], ['2027-12-31', '2028-01-07'], '2028-01-07'],
    [approval, [{ from: '2027-03-02', to: null }], ['2027-03-01', '2027-03-08'], '2027-03-01'],
    [
      approval,
      [
        { from: '2027-01-01', to: '2027-03-05' },
        { from: '2027-03-06', to: null },
      ],
      ['2027-03-01', '2027-03-08'],
      undefined,
    ],
    [
      { ...approval, withdrawnOn: '2027-03-08' },
      [{ from: '2027-01-01', to: null }],
      ['2027-03-01', '2027-03-08'],
      '2027-03-08',
    ],
    [approval, [], ['2027-03-01'], '2027-03-01'],
  ])('every session date has to be covered (BR-106) %#', (dates, attachments, sessions, day) =>
    expect(firstUncovered(dates, attachments, sessions)).toBe(day),
  );

  test.each([
    ['iacet', null, 'ceu_tenths', '0.4 IACET CEU'],
    ['iacet', '2027-03-01', 'ce_hours', '4 CE hours'],
    ['naadac', null, 'ce_hours', '4 CE hours'],
    ['internal', null, 'ce_hours', '4 CE hours'],
  ] as const)(
    'under %s, withdrawn on %s, it is %s and prints "%s" (BR-107)',
    (approver, withdrawnOn, kind, printed) => {
      expect(kindUnder({ ...approval, approver, withdrawnOn }, '2027-03-09')).toBe(kind);
      expect(printedCredit(kind, 4, approver)).toBe(printed);
    },
  );
});

test('a record is kept to the end of the seventh year after its own (BR-117)', () =>
  expect(retainedUntil('2027-03-09', 7)).toBe('2034-12-31'));
test.each([
  [170, '2.83'],
  [210, '3.50'],
  [1, '0.01'],
  [60, '1.00'],
])('%d minutes are %s hours, never a floating number', (minutes, text) => expect(hoursText(minutes)).toBe(text));
