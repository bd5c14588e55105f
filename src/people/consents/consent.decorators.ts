import type { Actor } from '../../platform/actor.js';
import type { Tx } from '../../platform/database/sql.js';
import { Declaration } from '../../platform/discovery/declarations.js';
import type { ConsentPurpose } from './consent.rules.js';

/** Carries a yes or no out where it changes more than the ledger; within the same transaction. */
export type ConsentEffect = (tx: Tx, actor: Actor, given: boolean, purpose: ConsentPurpose) => Promise<void>;

export const effects = new Declaration<readonly ConsentPurpose[], ConsentEffect>(
  'consent → what follows from it at once',
  (purposes) => [...purposes],
);

/** Does what follows from a consent to one of these purposes, e.g. that nothing is shared any more. */
export const FollowsConsent = (...purposes: ConsentPurpose[]) => effects.says(purposes);
