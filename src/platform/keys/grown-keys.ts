import type { KeyTree } from './key-tree.js';

/**
 * The keys that grew lately out of trees that are remembered, as each is 64 hashes away. At most so many, of 32 bytes
 * each; the oldest goes first. Whoever asks gets a copy, so that wiping one takes it from nobody who seals with it.
 */
export class GrownKeys {
  private readonly kept = new Map<string, { tree: KeyTree; key: Buffer }>();
  private readonly namesOf = new Map<KeyTree, Set<string>>();

  constructor(private readonly atMost: number) {}

  /** Keeps what grows out of this tree, until it is forgotten; of any other tree nothing is kept. */
  remember(tree: KeyTree): void {
    this.namesOf.set(tree, new Set());
  }

  /** Undefined for a name that this tree forgot. */
  keyOf(tree: KeyTree, name: string): Buffer | undefined {
    const known = this.kept.get(name);
    if (known?.tree === tree) return Buffer.from(known.key);
    const key = tree.keyOf(name);
    const names = this.namesOf.get(tree);
    if (!key || !names) return key;
    this.drop(name);
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= this.atMost) this.drop(oldest);
    this.kept.set(name, { tree, key: Buffer.from(key) });
    names.add(name);
    return key;
  }

  /** Wipes what grew out of this tree. */
  forget(tree: KeyTree): void {
    for (const name of this.namesOf.get(tree) ?? []) this.drop(name);
    this.namesOf.delete(tree);
  }

  private drop(name: string): void {
    const grown = this.kept.get(name);
    if (!grown) return;
    grown.key.fill(0);
    this.kept.delete(name);
    this.namesOf.get(grown.tree)?.delete(name);
  }
}
