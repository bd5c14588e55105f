import type { Doer } from '../../platform/actor.js';
import type { Tx } from '../../platform/database/sql.js';

/** What sessions ask of the registers, which they know nothing of. */
export abstract class SessionMarks {
  /** Whether anything stands on the register of a session. */
  abstract anyOf(tx: Tx, sessionId: string): Promise<boolean>;
  /** Whether anything was ever written on a register of the run. */
  abstract everOn(tx: Tx, runId: string): Promise<boolean>;
  /** Whether somebody was there, by its register. */
  abstract presentAt(tx: Tx, sessionId: string): Promise<boolean>;
  /**
   * Takes back what stands on it, with the follow-ups that it led to, what was said for its date and who came without
   * enrolling; all of it stays on record.
   */
  abstract clear(tx: Tx, doer: Doer, sessionId: string): Promise<void>;
}
