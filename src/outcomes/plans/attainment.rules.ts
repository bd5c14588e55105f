/** How far apart goals of one person usually are from independent. */
const rho = { tenths: 3 } as const;

/** From -2, much less than hoped for, over 0, what was hoped for, to 2, much more. */
export const levels = [-2, -1, 0, 1, 2] as const;

export interface WeighedLevel {
  weight: number;
  level: number;
}

/**
 * Goal attainment as a T score: 50 is "all as hoped for" (BR-70). Everything below the root is a whole number, so that
 * no fraction is lost before the last step. Undefined without goals; a RangeError for a level or a weight that does not
 * exist.
 */
export function attainment(goals: readonly WeighedLevel[]): number | undefined {
  if (goals.length === 0) return undefined;
  for (const { weight, level } of goals) {
    if (!Number.isInteger(level) || Math.abs(level) > 2 || !Number.isInteger(weight) || weight < 1)
      throw new RangeError('Levels are whole numbers from -2 to 2, weights from 1');
  }
  const weighed = sum(goals.map(({ weight, level }) => weight * level));
  const squares = sum(goals.map(({ weight }) => weight ** 2));
  const total = sum(goals.map(({ weight }) => weight));
  const tenths = (10 - rho.tenths) * squares + rho.tenths * total ** 2;
  return 50 + (10 * weighed) / Math.sqrt(tenths / 10);
}

export interface GoalLevels {
  weight: number;
  baselineLevel: number | null;
  currentLevel: number | null;
}

export interface Attainment {
  baseline: string | null;
  current: string | null;
  change: string | null;
}

/**
 * The scores at the start and now, over the goals that have both levels, so that the two compare; two decimals, as
 * text.
 */
export function attainmentOf(goals: readonly GoalLevels[]): Attainment | null {
  const now = goals.flatMap(({ weight, currentLevel }) =>
    currentLevel === null ? [] : [{ weight, level: currentLevel }],
  );
  const both = goals.filter(({ baselineLevel, currentLevel }) => baselineLevel !== null && currentLevel !== null);
  const before = attainment(both.map(({ weight, baselineLevel }) => ({ weight, level: baselineLevel ?? 0 })));
  const after = attainment(both.map(({ weight, currentLevel }) => ({ weight, level: currentLevel ?? 0 })));
  const current = attainment(now);
  if (current === undefined) return null;
  return {
    baseline: before === undefined ? null : before.toFixed(2),
    current: current.toFixed(2),
    change: before === undefined || after === undefined ? null : (after - before).toFixed(2),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
