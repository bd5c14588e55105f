/** One comparison of two clocks: this machine's before and after the question, and the other's in between. In milliseconds. */
export interface ClockReading {
  asked: number;
  answered: number;
  there: number;
}

/** More is not ready; people who ask at two processes would be put in the wrong order. */
export const mostDifferenceMs = 1_000;
/** More is no start at all. */
export const mostDifferenceAtStartMs = 5_000;

/**
 * How far this machine's clock is ahead of the other one (negative: behind), as far as that is beyond doubt: nobody knows
 * when within its way there and back a question was answered.
 */
export function surelyAheadMs({ asked, answered, there }: ClockReading): number {
  const doubt = Math.max(0, answered - asked) / 2;
  const ahead = (asked + answered) / 2 - there;
  return Math.sign(ahead) * Math.max(0, Math.abs(ahead) - doubt);
}

/** The difference in words, for whoever runs the college. */
export const differenceInWords = (aheadMs: number): string =>
  `the clock of this machine is ${(Math.abs(aheadMs) / 1000).toFixed(1)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} that ` +
  'of the database. Let both machines set theirs by the same time servers';
