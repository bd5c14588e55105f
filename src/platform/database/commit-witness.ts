import type { Tx } from './sql.js';

/** Says how a transaction ended of which something stands outside the database. */
export type Settle = (fate: 'kept' | 'taken_back') => Promise<void>;

/**
 * What has to stand outside the database before a transaction is committed. It is asked last, so that nothing of it is
 * written for a command that was refused; undefined where there is nothing, which is nearly always.
 */
export abstract class CommitWitness {
  abstract before(tx: Tx): Promise<Settle | undefined>;
}
