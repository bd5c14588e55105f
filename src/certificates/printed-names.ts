import type { Tx } from '../platform/database/sql.js';

/** Asked by this module and answered by the one that knows people: the name that somebody wants on paper (I-18). */
export abstract class PrintedNames {
  abstract printed(tx: Tx, personId: string): Promise<string>;
}
