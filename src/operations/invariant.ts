/** A promise of the system that SQL can check. */
export interface Invariant {
  /** Stable name. */
  code: string;
  /** The promise, in plain words. */
  says: string;
  /** Selects the id of everything that breaks it. `moment.now` is the instant of the check. */
  broken: string;
}

/** By how much the clocks of two processes may differ: an audit of instants that two of them wrote allows for it. */
export const clocksApart = `interval '10 minutes'`;
