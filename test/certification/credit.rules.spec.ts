import {
  carriedOver,
  chosen,
  counted,
  type CreditLine,
  creditsMissing,
  isWaived,
} from '../../src/certification/renewal/renewal-evidence.rules.js';

const line = (wish: Partial<CreditLine> = {}): CreditLine => ({
  awardId: 'a',
  eventKey: 'run-a',
  category: 'general',
  minutes: 100,
  creditedOn: '2027-03-01',
  external: false,
  selfPaced: false,
  ...wish,
});
const terms = { minutes: 1200, categories: [{ code: 'ethics', minMinutes: 360 }] };
const codes = (lines: CreditLine[], of: Parameters<typeof counted>[0] = terms) =>
  creditsMissing(of, counted(of, lines)).map(({ code }) => code);

test('the total and every category have to be met (BR-99)', () => {
  expect(codes([line({ minutes: 840 }), line({ category: 'ethics', minutes: 360 })])).toEqual([]);
  expect(codes([line({ minutes: 1200 })])).toEqual(['category_credits_short']);
  expect(codes([line({ category: 'ethics', minutes: 400 })])).toEqual(['credits_short']);
  expect(codes([])).toEqual(['credits_short', 'category_credits_short']);
});

test('24 hours on peer practice, 3 on ethics and 9 of choice: what is over the maximum of a category does not count', () => {
  const byCategory = {
    minutes: 2160,
    categories: [
      { code: 'peer_practice', minMinutes: 1440 },
      { code: 'ethics', minMinutes: 180 },
      { code: 'general', maxMinutes: 540 },
    ],
  };
  expect(
    codes(
      [
        line({ category: 'peer_practice', minutes: 1440 }),
        line({ category: 'ethics', minutes: 180 }),
        line({ minutes: 540 }),
      ],
      byCategory,
    ),
  ).toEqual([]);
  expect(
    codes(
      [
        line({ category: 'peer_practice', minutes: 1440 }),
        line({ category: 'ethics', minutes: 179 }),
        line({ minutes: 900 }),
      ],
      byCategory,
    ),
  ).toEqual(['credits_short', 'category_credits_short']);
});

test('minutes from elsewhere and without a group count up to their maximum, what is asked for first', () => {
  const capped = { ...terms, externalMaxMinutes: 300, selfPacedMaxMinutes: 100 };
  const lines = [
    line({ minutes: 250, external: true, creditedOn: '2027-01-01' }),
    line({ category: 'ethics', minutes: 200, external: true }),
    line({ minutes: 300, selfPaced: true }),
  ];
  expect(counted(capped, lines)).toEqual({ minutes: 400, categories: { ethics: 200, general: 200 } });
});

test('the minutes of an award stand in one category and count once (BR-99, BR-101)', () => {
  const available = [
    line({ category: 'ethics', minutes: 60 }),
    line({ minutes: 150 }),
    line({ awardId: 'b', eventKey: 'run-b' }),
  ];
  const claim = (...pairs: [string, string][]) =>
    chosen(
      available,
      pairs.map(([awardId, category]) => ({ awardId, category })),
    );
  expect(claim(['a', 'ethics'], ['a', 'general'])).toEqual({ lines: [available[0], available[1]] });
  expect(claim(['b', 'ethics'])).toEqual({ refused: 'category_double_count' });
  expect(claim(['a', 'ethics'], ['a', 'ethics'])).toEqual({ refused: 'duplicate_event' });
  expect(claim(['z', 'ethics'])).toEqual({ refused: 'credit_outside_cycle' });
  expect(chosen(available, undefined)).toEqual({ lines: available });
});

test('nothing is carried over unless the terms set a cap and categories (BR-100)', () => {
  const unused = [
    line({ category: 'ethics', minutes: 100 }),
    line({ minutes: 100 }),
    line({ category: 'ethics', minutes: 100 }),
  ];
  expect(carriedOver(terms, unused)).toEqual([]);
  expect(
    carriedOver({ ...terms, carryOverMaxMinutes: 150, carryOverCategories: ['ethics'] }, unused).map(
      ({ minutes }) => minutes,
    ),
  ).toEqual([100, 50]);
});

test('who was certified a year or less before the fixed day has nothing to do for the first cycle, where the set says so (BR-102)', () => {
  const waiver = { ...terms, newlyCertifiedWaiverMonths: 12 };
  expect(isWaived(waiver, [{ validFrom: '2026-10-01', validThrough: '2027-09-01' }])).toBe(true);
  expect(isWaived(waiver, [{ validFrom: '2026-09-01', validThrough: '2027-09-01' }])).toBe(true);
  expect(
    isWaived(waiver, [
      { validFrom: '2026-10-01', validThrough: '2027-03-31' },
      { validFrom: '2027-04-01', validThrough: '2027-09-01' },
    ]),
  ).toBe(true);
  expect(isWaived(waiver, [{ validFrom: '2026-08-31', validThrough: '2027-09-01' }])).toBe(false);
  expect(isWaived(waiver, [{ validFrom: '2026-08-01', validThrough: '2027-09-01' }])).toBe(false);
  expect(isWaived(terms, [{ validFrom: '2026-10-01', validThrough: '2027-09-01' }])).toBe(false);
  expect(
    isWaived(waiver, [
      { validFrom: '2026-10-01', validThrough: '2027-09-01' },
      { validFrom: '2027-09-02', validThrough: '2029-09-01' },
    ]),
  ).toBe(false);
});
