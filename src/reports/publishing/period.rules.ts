import { dayAfter, dayBefore, daysLater } from '../../platform/calendar.js';

/** Days from the first to the last, both counted. */
export interface Days {
  from: string;
  to: string;
}

/** A term or a year of the college. */
export interface Period extends Days {
  key: string;
  label: string;
}

export const yearOf = (year: string): Period => ({
  key: `year:${year}`,
  label: year,
  from: `${year}-01-01`,
  to: `${year}-12-31`,
});

/**
 * The first day on which a period can be reported: it is over, and so is the time in which its registers are written.
 */
export const reportableFrom = ({ to }: Days, lockDays: number): string => daysLater(to, lockDays + 1);

/**
 * A period in pieces that every term and year either contains whole or not at all (BR-168). Pieces that were counted
 * before stay as they are; undefined when the period begins or ends inside one of them, so that it cannot be told apart
 * from what was published.
 */
export function partsOf(period: Days, borders: readonly Days[], counted: readonly Days[]): Days[] | undefined {
  const before = counted.filter((days) => overlaps(days, period));
  if (before.some((days) => !within(days, period))) return undefined;
  const starts = [...borders, ...before]
    .flatMap(({ from, to }) => [from, dayAfter(to)])
    .filter((day) => day > period.from && day <= period.to && !before.some(({ from, to }) => from < day && day <= to));
  const firsts = [...new Set([period.from, ...starts])].sort();
  return firsts.map((from, index) => ({
    from,
    to: index + 1 < firsts.length ? dayBefore(firsts[index + 1] as string) : period.to,
  }));
}

/** Which of the parts, by their indexes, are in a period. */
export const partsWithin = (parts: readonly Days[], period: Days): number[] =>
  parts.flatMap((part, index) => (within(part, period) ? [index] : []));

export const sameDays = (one: Days, other: Days): boolean => one.from === other.from && one.to === other.to;
const overlaps = (one: Days, other: Days): boolean => one.from <= other.to && other.from <= one.to;
const within = (inner: Days, outer: Days): boolean => outer.from <= inner.from && inner.to <= outer.to;
