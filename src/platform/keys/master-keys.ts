import { platformRefusals } from '../errors/platform.refusals.js';
import { AppError } from '../errors/refusal.js';

/** A key as it may be stored: nobody opens it without the master key of that version. */
export interface WrappedKey {
  /** Names the key, not the person; what it sealed carries this id. */
  id: string;
  masterVersion: string;
  sealed: Buffer;
}

/**
 * 503 `keys_out_of_reach`: the keys that would open something are not where they should be, for instance in a folder that
 * is not mounted, or a backup that is incomplete. The reason is for operators.
 */
export class KeysOutOfReach extends AppError {
  constructor(reason: string) {
    super(platformRefusals.keys_out_of_reach);
    this.message = reason;
  }
}

/**
 * The port to key management: it wraps the keys of persons, and its own keys never leave it. By default they are in a
 * file of the key folder; the wrap and unwrap calls of a cloud service or a vault fit the same four questions.
 */
export abstract class MasterKeys {
  /** Wraps under the newest version. `id` and `owner` are bound in. */
  abstract wrap(key: Buffer, id: string, owner: string): Promise<WrappedKey>;

  /** Throws {@link KeysOutOfReach} when the version is unknown or anything was changed. */
  abstract unwrap(wrapped: WrappedKey, owner: string): Promise<Buffer>;

  /** The version that `wrap` uses now. */
  abstract newest(): Promise<string>;

  /** Makes a new version, which is the newest from now on; earlier ones still unwrap. */
  abstract renew(): Promise<string>;

  /** Forgets superseded versions that nothing is wrapped under any more. */
  abstract forgetAllBut(used: ReadonlySet<string>): Promise<void>;
}
