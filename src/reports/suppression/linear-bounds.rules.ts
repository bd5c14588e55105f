import { solve } from 'yalps';
import type { Cell } from './cells.js';
import type { Fact } from './known-facts.rules.js';

/** How large a search may be: it cannot be interrupted. Where it would be larger, a division is left out. */
const limits = { factsTimesWanted: 40_000, pivots: 600 };

/** What others know about some finest values, and which values those are. */
export interface Knowledge {
  facts: readonly Fact[];
  wanted: ReadonlySet<number>;
}

export type Direction = 'down' | 'up';

export const isTooLargeToSearch = ({ facts, wanted }: Knowledge): boolean =>
  facts.length * wanted.size > limits.factsTimesWanted;

/**
 * Another table that would look the same (linear programming): finest values, none of them negative, that fit all facts
 * and push one number, the sum of `members`, as far down or up as it goes; but no further up than `enough`. Undefined
 * when none was found.
 *
 * Where online and hybrid are 10 together and 1 or more each, the number online goes down to 1 (with 9 hybrid), and up
 * to 9 (with 1 hybrid).
 */
export function extremeTable(
  { facts, wanted }: Knowledge,
  members: readonly number[],
  direction: Direction,
  enough: number,
): ReadonlyMap<number, number> | undefined {
  const objective = 'objective';
  const limitsByName = new Map<Cell | typeof objective, Limit>();
  const variables = new Map([...wanted].map((member) => [member, new Map<Cell | typeof objective, number>()]));
  const limit = (name: Cell | typeof objective, of: readonly number[], by: Limit): void => {
    limitsByName.set(name, by);
    for (const member of of) variables.get(member)?.set(name, 1);
  };
  for (const fact of facts) limit(fact.cell, fact.members, fact.limit);
  limit(objective, members, { max: enough });
  const { status, variables: found } = solve<number, Cell | typeof objective>(
    { direction: direction === 'down' ? 'minimize' : 'maximize', objective, constraints: limitsByName, variables },
    { maxPivots: limits.pivots },
  );
  return status === 'optimal' ? new Map(found) : undefined;
}

/** What the sum of some values has to be, at least or at most. */
interface Limit {
  equal?: number;
  min?: number;
  max?: number;
}
