import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock } from '../clock.js';
import { KeyTree } from './key-tree.js';
import { KeysOutOfReach, MasterKeys } from './master-keys.js';
import { newKey, seal, SealBroken, unseal } from './sealing.js';
import { WrappedKeysDatabase } from './wrapped-keys-database.js';
import { WrappedKeys } from './wrapped-keys.js';

export interface PersonalKey {
  id: string;
  key: Buffer;
  /** Where this person's journal gets its keys; it lies beside the personal key, not in it, because it forgets. */
  tree?: KeyTree | undefined;
}

const rememberedMs = 30_000;
const rememberedAtMost = 1_000;

/** The one key of each person that what they write in private is sealed with. */
@Injectable()
export class PersonalKeys implements OnModuleDestroy {
  private readonly remembered = new Map<string, PersonalKey & { until: number }>();
  private readonly forgetting = setInterval(() => this.forgetOld(), rememberedMs).unref();
  /** Rises with each change, so that whoever was looking for a key meanwhile looks again. */
  private changes = 0;

  constructor(
    private readonly master: MasterKeys,
    private readonly wrapped: WrappedKeys,
    private readonly clock: Clock,
  ) {}

  /** Undefined for a person who never had a key, or whose key was shredded. */
  async find(personId: string): Promise<PersonalKey | undefined> {
    for (;;) {
      const known = this.remembered.get(personId);
      if (known && known.until > this.clock.now().getTime()) return known;
      const before = this.changes;
      const key = await this.read(personId);
      if (before === this.changes) return key && this.remember(personId, key);
    }
  }

  /** The same, as it is now: another process may have made the tree a moment ago. */
  findAfresh(personId: string): Promise<PersonalKey | undefined> {
    this.forget(personId);
    return this.find(personId);
  }

  /** Makes a person's first key. */
  async make(personId: string): Promise<PersonalKey> {
    await this.wrapped.keep(personId, await this.master.wrap(newKey(), randomUUID(), personId));
    return (await this.find(personId)) ?? this.make(personId);
  }

  /** Makes a person's first tree, and their first key where there is none. */
  async grow(personId: string): Promise<PersonalKey> {
    const { id, key } = (await this.find(personId)) ?? (await this.make(personId));
    await this.wrapped.keepTree(personId, seal(key, KeyTree.grow().toBuffer(), about(personId, id)));
    const known = await this.findAfresh(personId);
    return known?.tree ? known : this.grow(personId);
  }

  /**
   * From now on the keys of these names grow no more; all others stay as they are. May be repeated, but for each person
   * only one at a time. Other processes forget within half a minute.
   */
  async prune(personId: string, names: readonly string[]): Promise<void> {
    const known = await this.read(personId);
    if (!known?.tree) return;
    const pruned = names.reduce((tree, name) => tree.without(name), known.tree);
    await this.wrapped.replaceTree(personId, seal(known.key, pruned.toBuffer(), about(personId, known.id)));
    this.forget(personId);
  }

  /**
   * From now on nothing that was sealed with this person's key can be read, in no copy of the main database either
   * (BR-136). Other processes of the same college forget the key within half a minute.
   */
  async shred(personId: string): Promise<void> {
    await this.wrapped.remove(personId);
    this.forget(personId);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.forgetting);
    this.remembered.clear();
    if (this.wrapped instanceof WrappedKeysDatabase) await this.wrapped.close();
  }

  private async read(personId: string): Promise<PersonalKey | undefined> {
    const found = await this.wrapped.find(personId);
    if (!found) return undefined;
    const key = await this.master.unwrap(found, personId);
    const tree = await this.wrapped.findTree(personId);
    return { id: found.id, key, tree: tree && opened(key, tree, about(personId, found.id)) };
  }

  private forget(personId: string): void {
    this.changes++;
    this.remembered.delete(personId);
  }

  private forgetOld(): void {
    const now = this.clock.now().getTime();
    for (const [personId, { until }] of this.remembered) if (until <= now) this.remembered.delete(personId);
  }

  private remember(personId: string, key: PersonalKey): PersonalKey {
    if (this.remembered.size >= rememberedAtMost) this.remembered.clear();
    this.remembered.set(personId, { ...key, until: this.clock.now().getTime() + rememberedMs });
    return key;
  }
}

function opened(key: Buffer, tree: Buffer, bound: string[]): KeyTree {
  try {
    return KeyTree.from(unseal(key, tree, bound));
  } catch (error) {
    throw error instanceof SealBroken
      ? new KeysOutOfReach('A tree of keys does not open under its personal key')
      : error;
  }
}

const about = (personId: string, keyId: string) => ['key tree', personId, keyId];
