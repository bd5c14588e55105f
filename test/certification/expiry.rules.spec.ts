import { nextValidity, type RenewalRule } from '../../src/certification/certifications/expiry.rules.js';

const through = (terms: RenewalRule, completedOn: string, before: { anchor: string; through: string } | null = null) =>
  nextValidity(terms, completedOn, before).validThrough;

describe('a fixed day of the year, with a shortest period of six months (I-37)', () => {
  const december: RenewalRule = { model: 'fixed', fixedDay: '12-01', fixedYears: 'every', minimumMonths: 6 };

  test.each([
    ['assigned in July and completed in August, it lasts sixteen months', '2026-08-01', null, '2027-12-01'],
    [
      'renewed in November while the window is open, it lasts thirteen months',
      '2026-11-05',
      { anchor: '2025-08-01', through: '2026-12-01' },
      '2027-12-01',
    ],
    [
      'completed in the April after it had expired, it lasts eight months',
      '2027-04-01',
      { anchor: '2025-08-01', through: '2026-12-01' },
      '2027-12-01',
    ],
  ])('%s', (_, completedOn, before, expected) => expect(through(december, completedOn, before)).toBe(expected));

  test('odd and even years are kept', () => {
    const september: RenewalRule = { model: 'fixed', fixedDay: '09-01', fixedYears: 'odd' };
    expect(through(september, '2026-03-10')).toBe('2027-09-01');
    expect(through(september, '2027-09-01')).toBe('2027-09-01');
    expect(through(september, '2027-07-10', { anchor: '2026-03-10', through: '2027-09-01' })).toBe('2029-09-01');
    expect(through({ ...september, fixedYears: 'even' }, '2027-01-01')).toBe('2028-09-01');
  });

  test('29 February is the 28th in a common year', () => {
    const leapDay: RenewalRule = { model: 'fixed', fixedDay: '02-29', fixedYears: 'every' };
    expect(through(leapDay, '2026-06-01')).toBe('2027-02-28');
    expect(through(leapDay, '2027-06-01')).toBe('2028-02-29');
  });
});

describe('the day of completion', () => {
  const terms: RenewalRule = { model: 'completion', months: 12 };

  test.each([
    ['the first time', '2026-08-15', null, '2027-08-14'],
    ['early, it moves back', '2027-07-01', { anchor: '2026-08-15', through: '2027-08-14' }, '2028-06-30'],
    ['late, it moves forward', '2027-11-01', { anchor: '2026-08-15', through: '2027-08-14' }, '2028-10-31'],
  ])('%s', (_, completedOn, before, expected) => expect(through(terms, completedOn, before)).toBe(expected));
});

describe('the expiry before', () => {
  const terms: RenewalRule = { model: 'expiry', months: 12 };

  test.each([
    [
      'early in July, nothing is lost',
      '2027-07-01',
      { anchor: '2026-08-15', through: '2027-08-14' },
      { validFrom: '2027-08-15', validThrough: '2028-08-14' },
    ],
    [
      'on its last day in August, nothing is gained',
      '2027-08-14',
      { anchor: '2026-08-15', through: '2027-08-14' },
      { validFrom: '2027-08-15', validThrough: '2028-08-14' },
    ],
    [
      'late in November, it begins anew and the gap stays',
      '2027-11-01',
      { anchor: '2026-08-15', through: '2027-08-14' },
      { validFrom: '2027-11-01', validThrough: '2028-10-31' },
    ],
  ])('%s', (_, completedOn, before, expected) => expect(nextValidity(terms, completedOn, before)).toEqual(expected));

  test('the 31st comes back to the 31st, however often it is renewed', () => {
    let chain = { anchor: '2026-08-31', through: through({ model: 'expiry', months: 6 }, '2026-08-31') };
    const ends = [chain.through];
    for (let turn = 0; turn < 5; turn++) {
      chain = { anchor: chain.anchor, through: through({ model: 'expiry', months: 6 }, chain.through, chain) };
      ends.push(chain.through);
    }
    expect(ends).toEqual(['2027-02-27', '2027-08-30', '2028-02-28', '2028-08-30', '2029-02-27', '2029-08-30']);
  });

  test('from 29 February, it ends on the 27th of common years and on the 28th of leap years', () => {
    const two: RenewalRule = { model: 'expiry', months: 24 };
    expect(through(two, '2028-02-29')).toBe('2030-02-27');
    expect(through(two, '2030-02-01', { anchor: '2028-02-29', through: '2030-02-27' })).toBe('2032-02-28');
  });
});

describe('a later set with another number of months', () => {
  const before = { anchor: '2027-01-31', through: '2029-01-30' };

  test.each<[string, RenewalRule, string, string]>([
    [
      'longer, from the expiry before: all of its months follow',
      { model: 'expiry', months: 36 },
      '2028-12-01',
      '2032-01-30',
    ],
    [
      'shorter, from the expiry before: none of its months is lost',
      { model: 'expiry', months: 7 },
      '2028-12-01',
      '2029-08-30',
    ],
    [
      'shorter than what is left, from the day of completion: it never ends before the one before',
      { model: 'completion', months: 6 },
      '2028-03-01',
      '2029-07-30',
    ],
    [
      'after one that ended on a fixed day: counted from the day after it',
      { model: 'expiry', months: 12 },
      '2028-12-01',
      '2030-01-30',
    ],
  ])('%s', (_, terms, completedOn, expected) =>
    expect(nextValidity(terms, completedOn, before)).toEqual({ validFrom: '2029-01-31', validThrough: expected }),
  );

  test('from a chain that ends on no whole month of its own', () => {
    expect(
      nextValidity({ model: 'expiry', months: 12 }, '2027-08-01', { anchor: '2026-03-10', through: '2027-09-01' }),
    ).toEqual({ validFrom: '2027-09-02', validThrough: '2028-09-01' });
  });
});
