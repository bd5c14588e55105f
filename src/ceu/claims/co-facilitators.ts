import type { Tx } from '../../platform/database/sql.js';

/** Who facilitates with whom, for what is not decided among them (BR-119). Answered by a higher module. */
export abstract class CoFacilitators {
  /** Those of these people who accepted to facilitate a run that this person accepted as well, at any time. */
  abstract coFacilitatorsAmong(tx: Tx, personIds: readonly string[], personId: string): Promise<Set<string>>;
}
