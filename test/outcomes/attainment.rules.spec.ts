import fc from 'fast-check';
import { attainment, attainmentOf, levels } from '../../src/outcomes/plans/attainment.rules.js';

const weighed = (weights: number[], given: number[]) =>
  weights.map((weight, index) => ({ weight, level: given[index] ?? 0 }));

test.each<[number[], number[], number]>([
  [[1], [0], 50],
  [[1], [1], 60],
  [[1], [-2], 30],
  [[1, 1, 1], [0, 1, 2], 63.69],
  [[2, 1], [1, -1], 54.02],
  [[3, 2, 1], [2, 1, 0], 67.63],
  [[1, 1], [-1, -1], 37.6],
  [[1, 1, 1], [-1, -1, -1], 36.31],
])('weights %p and levels %p make %f (BR-70)', (weights, given, expected) => {
  expect(Math.abs((attainment(weighed(weights, given)) ?? NaN) - expected)).toBeLessThanOrEqual(0.01);
});

test.each([
  [[1], [3]],
  [[1], [-3]],
  [[1], [0.5]],
  [[0], [1]],
  [[1.5], [1]],
])('weights %p with levels %p do not exist', (weights, given) =>
  expect(() => attainment(weighed(weights, given))).toThrow(RangeError),
);

const someGoals = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 3 }), level: fc.constantFrom(...levels) }), {
  minLength: 1,
  maxLength: 12,
});

test('50 is all as hoped for; the mirror image lies as far on the other side; more is never less', () => {
  fc.assert(
    fc.property(someGoals, fc.nat(11), (goals, which) => {
      const score = attainment(goals) ?? NaN;
      expect(attainment(goals.map(({ weight }) => ({ weight, level: 0 })))).toBe(50);
      expect(score + (attainment(goals.map(({ weight, level }) => ({ weight, level: -level }))) ?? NaN)).toBeCloseTo(
        100,
        9,
      );
      const raised = goals.map((goal, index) =>
        index === which ? { ...goal, level: Math.min(2, goal.level + 1) } : goal,
      );
      expect(attainment(raised)).toBeGreaterThanOrEqual(score);
    }),
  );
});

test('the order of goals makes no difference, to the last digit that is told', () => {
  fc.assert(
    fc.property(someGoals, (goals) =>
      expect(attainment([...goals].reverse())?.toFixed(2)).toBe(attainment(goals)?.toFixed(2)),
    ),
  );
});

test('without levels there is no score, and a change compares the same goals', () => {
  expect(attainmentOf([])).toBeNull();
  expect(attainmentOf([{ weight: 1, baselineLevel: -1, currentLevel: null }])).toBeNull();
  expect(attainmentOf([{ weight: 1, baselineLevel: null, currentLevel: 1 }])).toEqual({
    baseline: null,
    current: '60.00',
    change: null,
  });
  expect(
    attainmentOf([
      { weight: 2, baselineLevel: -1, currentLevel: 1 },
      { weight: 1, baselineLevel: -1, currentLevel: -1 },
      { weight: 1, baselineLevel: null, currentLevel: 2 },
    ]),
  ).toEqual({
    baseline: (50 - 30 / Math.sqrt(6.2)).toFixed(2),
    current: (50 + 30 / Math.sqrt(9)).toFixed(2),
    change: (40 / Math.sqrt(6.2)).toFixed(2),
  });
});
