import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

/**
 * The moves that one kind of thing may make: from each state to which others. The database holds the same list in a
 * trigger.
 */
export type StateTable<S extends string> = { readonly [from in S]: readonly S[] };

/** Answers the new state, or refuses the move (409 `state_conflict`). */
export function transition<S extends string>(table: StateTable<S>, from: S, to: S): S {
  if (!table[from].includes(to)) throw refuse(platformRefusals.state_conflict);
  return to;
}

/** The moves as the trigger's argument writes them, e.g. `draft>open`. */
export const movesOf = (table: StateTable<string>): string[] =>
  Object.entries(table)
    .flatMap(([from, tos]) => tos.map((to) => `${from}>${to}`))
    .sort();
