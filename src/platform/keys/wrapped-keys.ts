import type { WrappedKey } from './master-keys.js';

/**
 * Where the wrapped keys of persons are kept: never in the main database, because only then does deleting one make an
 * old copy of the main database unreadable. Its backups are kept at most seven days.
 */
export abstract class WrappedKeys {
  abstract find(personId: string): Promise<WrappedKey | undefined>;

  /** Keeps a person's first key. Whoever comes second gets what the first one kept. */
  abstract keep(personId: string, wrapped: WrappedKey): Promise<WrappedKey>;

  /** Puts the same key under another wrapping. A key that was removed meanwhile stays removed. */
  abstract rewrap(personId: string, wrapped: WrappedKey): Promise<void>;

  /** The person's key and the tree. */
  abstract remove(personId: string): Promise<void>;

  /** The person's tree of keys, sealed under their key. */
  abstract findTree(personId: string): Promise<Buffer | undefined>;

  /** Keeps a person's first tree; whoever comes second changes nothing. */
  abstract keepTree(personId: string, sealed: Buffer): Promise<void>;

  /** Puts another tree in the place of the one that is there; what was there is gone. One at a time for each person. */
  abstract replaceTree(personId: string, sealed: Buffer): Promise<void>;

  /** Everybody who has a key, with the version of the master key that wraps it. */
  abstract all(): AsyncIterable<{ personId: string; masterVersion: string }>;
}
