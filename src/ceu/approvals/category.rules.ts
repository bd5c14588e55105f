/** Whole minutes by category; each minute stands in one of them. */
export type CategoryLines = Record<string, number>;

/** For minutes that no category claims. */
export const otherCategory = 'general';

const total = (lines: CategoryLines): number => Object.values(lines).reduce((sum, minutes) => sum + minutes, 0);

/** What a version says about its categories, completed so that it covers the whole course. */
export function wholeCourse(
  categoryMinutes: readonly { category: string; minutes: number }[],
  allowable: number,
): CategoryLines {
  const lines: CategoryLines = {};
  for (const { category, minutes } of categoryMinutes)
    if (minutes > 0) lines[category] = (lines[category] ?? 0) + minutes;
  const rest = allowable - total(lines);
  if (rest > 0) lines[otherCategory] = (lines[otherCategory] ?? 0) + rest;
  return lines;
}

/**
 * Spreads minutes over categories in the proportions of the whole course, in whole minutes that add up to the minute:
 * what is lost by rounding down goes to the largest remainders, alphabetically where they tie.
 */
export function spread(minutes: number, course: CategoryLines): CategoryLines {
  const whole = total(course);
  const shares = Object.entries(course).map(([category, weight]) => ({
    category,
    minutes: Math.floor((minutes * weight) / whole),
    remainder: (minutes * weight) % whole,
  }));
  const left = minutes - shares.reduce((sum, share) => sum + share.minutes, 0);
  const favoured = [...shares]
    .sort((a, b) => b.remainder - a.remainder || (a.category < b.category ? -1 : 1))
    .slice(0, left);
  return linesOf(shares.map((share) => [share.category, share.minutes + (favoured.includes(share) ? 1 : 0)]));
}

/** The categories that an approval credits; an empty scope credits all. */
export const within = (lines: CategoryLines, scope: readonly string[]): CategoryLines =>
  scope.length === 0 ? lines : linesOf(Object.entries(lines).filter(([category]) => scope.includes(category)));

export const sumOf = total;

export const negated = (lines: CategoryLines): CategoryLines =>
  linesOf(Object.entries(lines).map(([category, minutes]) => [category, -minutes]));

export const sameLines = (one: CategoryLines, other: CategoryLines): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([category, minutes]) => other[category] === minutes);

const linesOf = (entries: [string, number][]): CategoryLines =>
  Object.fromEntries(entries.filter(([, minutes]) => minutes !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
