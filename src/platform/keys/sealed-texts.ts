import type { Tx } from '../database/sql.js';

/** What is sealed already: anything under a person's key, and any of it under their tree of keys. */
export interface Sealed {
  any: boolean;
  inTree: boolean;
  /** Whether the person was erased. */
  gone: boolean;
}

/** Asked before a person gets a key, and answered by the module that knows every table. */
export abstract class SealedTexts {
  /** With the transaction that is going on, if there is one: until it ends, the person is not erased beside it. */
  abstract of(personId: string, tx?: Tx): Promise<Sealed>;
}
