import {
  type CertificationState,
  chainBefore,
  type History,
  mayFacilitate,
  statusOn,
  validThrough,
} from '../../src/certification/certifications/certification.rules.js';
import type { Act } from '../../src/certification/due-process/due-process.rules.js';
import { nextValidity, type RenewalRule } from '../../src/certification/certifications/expiry.rules.js';

const [windowDays, graceDays] = [90, 180];
const plus = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const everyDay = (from: string, years: number): string[] => {
  const days: string[] = [];
  const end = plus(from, years * 365 + 3);
  for (let day = from; day < end; day = plus(day, 1)) days.push(day);
  return days;
};
const act = (wish: Partial<Act> & Pick<Act, 'id' | 'kind' | 'on'>): Act => ({
  aboutId: null,
  fromOn: null,
  untilOn: null,
  answerBy: null,
  byId: 'somebody',
  ...wish,
});

/**
 * When the holder hands in a renewal, counted in days from each expiry: in the window, on the last day, late, or not
 * for long.
 */
const habits = [-60, 0, 30, -90, 181, -1];

/**
 * Walks through time day by day with a stored state, as a clerk would; each day it also asks the function under test
 * what it says of what is known by then.
 */
function walk(terms: RenewalRule, days: string[]): { history: History; said: string[]; expected: string[] } {
  const history: History = { periods: [], renewals: [], acts: [] };
  const add = (completedOn: string) =>
    history.periods.push({
      ...nextValidity(terms, completedOn, chainBefore(history)),
      grade: 'full',
      verified: true,
      windowDays,
      graceDays,
    });
  const [said, expected]: [string[], string[]] = [[], []];
  let turn = 0;
  let pending: { submittedOn: string; decidedOn: string | null } | null = null;
  for (const day of days) {
    const ends = history.periods.at(-1)?.validThrough;
    if (ends === undefined) add(day);
    else if (!pending && day === plus(ends, habits[turn % habits.length] ?? 0))
      history.renewals.push((pending = { submittedOn: day, decidedOn: null }));
    if (pending && ends !== undefined && day === plus(pending.submittedOn, 5)) {
      pending.decidedOn = day;
      add(pending.submittedOn <= plus(ends, graceDays) ? pending.submittedOn : day);
      pending = null;
      turn++;
    }
    said.push(`${day} ${statusOn(history, day)}`);
    expected.push(`${day} ${whereItStands(history, pending, day)}`);
  }
  return { history, said, expected };
}

function whereItStands({ periods }: History, submitted: object | null, day: string): CertificationState {
  const running = periods.filter(({ validFrom, validThrough: end }) => validFrom <= day && end >= day);
  if (running.length > 0) {
    const ends = periods.reduce((latest, { validThrough: end }) => (end > latest ? end : latest), '');
    if (ends !== running[0]?.validThrough) return 'active';
    return submitted ? 'renewal_submitted' : plus(day, windowDays) >= ends ? 'renewal_open' : 'active';
  }
  const ended = periods.filter(({ validThrough: end }) => end < day).at(-1)?.validThrough ?? '';
  if (plus(ended, graceDays) >= day) return 'expired_in_grace';
  return submitted ? 'reinstatement_review' : 'lapsed';
}

const models: [string, RenewalRule, string][] = [
  ['rolling from the expiry before', { model: 'expiry', months: 24 }, '2024-02-29'],
  ['rolling from the day of completion', { model: 'completion', months: 12 }, '2025-08-31'],
  ['rolling by half years from a month end', { model: 'expiry', months: 6 }, '2026-08-31'],
  [
    'fixed on 1 September of odd years',
    { model: 'fixed', fixedDay: '09-01', fixedYears: 'odd', minimumMonths: 0 },
    '2026-03-10',
  ],
  ['fixed on 29 February', { model: 'fixed', fixedDay: '02-29', fixedYears: 'every', minimumMonths: 6 }, '2024-02-29'],
];

describe.each(models)('%s', (_, terms, from) => {
  const days = everyDay(from, 10);
  const { history, said, expected } = walk(terms, days);

  test('on each day of ten years it stands where a clerk who looks every day would say', () => {
    expect(said).toEqual(expected);
    expect(new Set(said.map((line) => line.split(' ')[1])).size).toBeGreaterThan(3);
  });

  test('on each day of ten years the day up to which somebody may facilitate is the last of an unbroken row of such days', () => {
    const [answers, rows]: [string[], string[]] = [[], []];
    let row: string | null = null;
    const last = days.at(-1) ?? from;
    for (const day of [...days].reverse()) {
      row = mayFacilitate(statusOn(history, day), false) ? (row ?? day) : null;
      const through = validThrough(history, day, false);
      answers.push(`${day} ${through !== null && through > last ? last : through}`);
      rows.push(`${day} ${row}`);
    }
    expect(answers).toEqual(rows);
  });
});

describe('steps of due process', () => {
  const period = {
    validFrom: '2027-01-01',
    validThrough: '2028-12-31',
    grade: 'full' as const,
    verified: true,
    windowDays,
    graceDays,
  };
  const days = everyDay('2026-12-01', 3);
  const statesOf = (acts: Act[]) =>
    new Map(days.map((day) => [day, statusOn({ periods: [period], renewals: [], acts }, day)]));

  test('a suspension counts from its first to its last day, and a lifting ends it on the day before', () => {
    const suspended = act({
      id: 's',
      kind: 'suspended',
      on: '2027-03-01',
      fromOn: '2027-03-10',
      untilOn: '2027-06-30',
    });
    const whole = statesOf([suspended]);
    expect([
      whole.get('2027-03-09'),
      whole.get('2027-03-10'),
      whole.get('2027-06-30'),
      whole.get('2027-07-01'),
    ]).toEqual(['active', 'suspended', 'suspended', 'active']);
    const lifted = statesOf([
      suspended,
      act({ id: 'l', kind: 'suspension_lifted', aboutId: 's', on: '2027-04-05', fromOn: '2027-04-05' }),
    ]);
    expect([lifted.get('2027-04-04'), lifted.get('2027-04-05')]).toEqual(['suspended', 'active']);
  });

  test('while its holder lets it rest it does not count, its dates go on, and a suspension weighs more', () => {
    const rest = act({ id: 'i', kind: 'inactivated', on: '2027-03-01', fromOn: '2027-03-01' });
    const open = statesOf([rest]);
    expect(['2027-02-28', '2027-03-01', '2029-06-29', '2029-06-30'].map((day) => open.get(day))).toEqual([
      'active',
      'inactive',
      'inactive',
      'lapsed',
    ]);
    const over = statesOf([
      rest,
      act({ id: 'r', kind: 'reactivated', aboutId: 'i', on: '2027-05-01', fromOn: '2027-05-01' }),
      act({ id: 's', kind: 'suspended', on: '2027-04-01', fromOn: '2027-04-01', untilOn: '2027-04-10' }),
    ]);
    expect(['2027-03-31', '2027-04-01', '2027-04-11', '2027-04-30', '2027-05-01'].map((day) => over.get(day))).toEqual([
      'inactive',
      'suspended',
      'inactive',
      'inactive',
      'active',
    ]);
    expect(validThrough({ periods: [period], renewals: [], acts: [rest] }, '2027-02-01', false)).toBe('2027-02-28');
  });

  test('who gives a certificate back during a revocation is revoked all the same', () => {
    const steps = [
      act({ id: 'n', kind: 'revocation_notice', on: '2027-02-01', answerBy: '2027-03-03' }),
      act({ id: 'g', kind: 'surrendered', on: '2027-02-02', fromOn: '2027-02-02' }),
      act({ id: 'r', kind: 'revoked', aboutId: 'n', on: '2027-03-10', fromOn: '2027-03-10', answerBy: '2027-03-24' }),
    ];
    const found = statesOf(steps);
    expect(['2027-02-01', '2027-02-02', '2027-03-09', '2027-03-10'].map((day) => found.get(day))).toEqual([
      'active',
      'surrendered',
      'surrendered',
      'revoked',
    ]);
  });

  test('an overturned revocation counts as if it had never been, on every day (BR-94)', () => {
    const notice = act({ id: 'n', kind: 'revocation_notice', on: '2027-02-01', answerBy: '2027-03-03' });
    const revoked = act({
      id: 'r',
      kind: 'revoked',
      aboutId: 'n',
      on: '2027-03-10',
      fromOn: '2027-03-10',
      answerBy: '2027-03-24',
    });
    expect(statesOf([notice, revoked]).get('2027-05-01')).toBe('revoked');
    const appeal = [
      act({ id: 'a', kind: 'appealed', aboutId: 'r', on: '2027-03-20' }),
      act({ id: 'o', kind: 'overturned', aboutId: 'a', on: '2027-06-01' }),
    ];
    expect([...statesOf([notice, revoked, ...appeal])]).toEqual([...statesOf([])]);
  });

  test('a suspension or a revocation ends the days up to which somebody may facilitate', () => {
    const history: History = {
      periods: [period],
      renewals: [],
      acts: [act({ id: 's', kind: 'suspended', on: '2027-03-01', fromOn: '2027-09-01' })],
    };
    expect(validThrough(history, '2027-05-01', false)).toBe('2027-08-31');
    expect(validThrough(history, '2027-09-01', false)).toBeNull();
  });
});

test('what nobody has verified counts nowhere (BR-104)', () => {
  const history: History = {
    periods: [
      { validFrom: '2027-01-01', validThrough: '2028-12-31', grade: 'full', verified: false, windowDays, graceDays },
    ],
    renewals: [],
    acts: [],
  };
  expect(statusOn(history, '2027-05-01')).toBe('recorded');
  expect(validThrough(history, '2027-05-01', true)).toBeNull();
});

test('in the days of grace somebody may facilitate only where the college says so (BR-97)', () => {
  const history: History = {
    periods: [
      { validFrom: '2027-01-01', validThrough: '2028-12-31', grade: 'full', verified: true, windowDays, graceDays },
    ],
    renewals: [],
    acts: [],
  };
  expect(statusOn(history, '2029-01-01')).toBe('expired_in_grace');
  expect(validThrough(history, '2029-01-01', false)).toBeNull();
  expect(validThrough(history, '2029-01-01', true)).toBe('2029-06-29');
  expect(statusOn(history, '2029-06-30')).toBe('lapsed');
});
