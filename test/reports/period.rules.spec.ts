import { partsOf } from '../../src/reports/publishing/period.rules.js';

test('a period is cut where any term or year begins or ends, and never through what was counted before', () => {
  const terms = [
    { from: '2025-11-01', to: '2026-02-10' },
    { from: '2026-04-01', to: '2026-06-30' },
  ];
  expect(partsOf({ from: '2026-01-01', to: '2026-12-31' }, terms, [])).toEqual([
    { from: '2026-01-01', to: '2026-02-10' },
    { from: '2026-02-11', to: '2026-03-31' },
    { from: '2026-04-01', to: '2026-06-30' },
    { from: '2026-07-01', to: '2026-12-31' },
  ]);
  expect(
    partsOf({ from: '2026-03-01', to: '2026-05-01' }, [], [{ from: '2026-04-01', to: '2026-06-30' }]),
  ).toBeUndefined();
  expect(
    partsOf(
      { from: '2026-01-01', to: '2026-12-31' },
      [{ from: '2026-05-01', to: '2026-05-31' }],
      [{ from: '2026-04-01', to: '2026-06-30' }],
    )?.map(({ from }) => from),
  ).toEqual(['2026-01-01', '2026-04-01', '2026-07-01']);
});
