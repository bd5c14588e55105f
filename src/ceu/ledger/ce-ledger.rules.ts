import { type CategoryLines, negated, sameLines } from '../approvals/category.rules.js';
import type { Credit } from './ce-award.rules.js';

/** One line of the ledger, as far as counting goes. Awards and reversals of one event under one approval take turns. */
export interface ChainEntry extends Credit {
  /** 0 for the first award, 1 for what takes it back, 2 for the award in its place … */
  number: number;
}

const isAward = ({ number }: ChainEntry): boolean => number % 2 === 0;

/** The award that stands, if one does. */
export function currentEntry<Entry extends ChainEntry>(chain: readonly Entry[]): Entry | undefined {
  const last = chain.at(-1);
  return last && isAward(last) ? last : undefined;
}

/**
 * What to append so that the ledger says what was earned: nothing when it does, else the reversal of what stands and,
 * where something is earned, a new award (BR-114). Nothing is ever edited.
 */
export function toAppend(chain: readonly ChainEntry[], earned: Credit | null): ChainEntry[] {
  const current = currentEntry(chain);
  if (current && earned && isSame(current, earned)) return [];
  const reversal = current ? [reversalOf(current)] : [];
  const award = earned ? [{ ...earned, number: chain.length + reversal.length }] : [];
  return [...reversal, ...award];
}

export const reversalOf = ({ number, minutes, credits, categories }: ChainEntry): ChainEntry => ({
  number: number + 1,
  minutes: -minutes,
  credits: -credits,
  categories: negated(categories),
});

const isSame = (one: Credit, other: Credit): boolean =>
  one.minutes === other.minutes && one.credits === other.credits && sameLines(one.categories, other.categories);

/** What a transcript adds up: the awards that stand. Always the same as the sum of all entries. */
export const transcriptTotal = (chain: readonly ChainEntry[]): Credit => {
  const { minutes, credits, categories } = currentEntry(chain) ?? { minutes: 0, credits: 0, categories: {} };
  return { minutes, credits, categories };
};

/** The sum of every entry, reversals included. */
export function ledgerSum(chain: readonly ChainEntry[]): Credit {
  const categories: CategoryLines = {};
  for (const entry of chain)
    for (const [category, minutes] of Object.entries(entry.categories))
      categories[category] = (categories[category] ?? 0) + minutes;
  return {
    minutes: chain.reduce((sum, entry) => sum + entry.minutes, 0),
    credits: chain.reduce((sum, entry) => sum + entry.credits, 0),
    categories: Object.fromEntries(Object.entries(categories).filter(([, minutes]) => minutes !== 0)),
  };
}
