import type { WrappedKey } from './master-keys.js';

/**
 * Where the wrapped keys of persons are kept: never in the main database, because only then does deleting one make an old
 * copy of the main database unreadable. Its backups are kept at most seven days.
 */
export abstract class WrappedKeys {
  abstract find(personId: string): Promise<WrappedKey | undefined>;

  /** Keeps a person's first key. Whoever comes second gets what the first one kept. */
  abstract keep(personId: string, wrapped: WrappedKey): Promise<WrappedKey>;

  /** Puts the same key under another wrapping. A key that was removed meanwhile stays removed. */
  abstract rewrap(personId: string, wrapped: WrappedKey): Promise<void>;

  abstract remove(personId: string): Promise<void>;

  /** Everybody who has a key, with the version of the master key that wraps it. */
  abstract all(): AsyncIterable<{ personId: string; masterVersion: string }>;
}
