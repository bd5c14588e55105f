import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock } from '../clock.js';
import type { Tx } from '../database/sql.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';
import { GrownKeys } from './grown-keys.js';
import { KeyTree } from './key-tree.js';
import { KeysOutOfReach, MasterKeys } from './master-keys.js';
import { SealedTexts } from './sealed-texts.js';
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
const grownAtMost = 30_000;

/** One look for a person's key, for all who wait for it; forgotten once the key changed meanwhile. */
interface Looking {
  found: Promise<PersonalKey | undefined>;
  forgotten: boolean;
}

/** The one key of each person that what they write in private is sealed with. */
@Injectable()
export class PersonalKeys implements OnModuleDestroy {
  private readonly log = new Logger('PersonalKeys');
  private readonly remembered = new Map<string, PersonalKey & { until: number }>();
  private readonly grown = new GrownKeys(grownAtMost);
  private readonly looking = new Map<string, Looking>();
  private readonly forgetting = setInterval(() => this.forgetOld(), rememberedMs).unref();

  constructor(
    private readonly master: MasterKeys,
    private readonly wrapped: WrappedKeys,
    private readonly sealed: SealedTexts,
    private readonly clock: Clock,
  ) {}

  /**
   * Undefined for a person who never had a key, or whose key was shredded. 503 `keys_out_of_reach` while there is one that
   * does not open.
   */
  async find(personId: string): Promise<PersonalKey | undefined> {
    for (;;) {
      const known = this.remembered.get(personId);
      if (known && known.until > this.clock.now().getTime()) return known;
      const looking = this.looking.get(personId) ?? this.look(personId);
      const found = await looking.found;
      if (!looking.forgotten) return found;
    }
  }

  /** The key of this name out of a person's tree, remembered for as long as the tree is; undefined once it was pruned. */
  keyIn({ tree }: PersonalKey, name: string): Buffer | undefined {
    return tree && this.grown.keyOf(tree, name);
  }

  /** The same, as it is now: another process may have made the tree a moment ago. */
  findAfresh(personId: string): Promise<PersonalKey | undefined> {
    this.forget(personId);
    return this.find(personId);
  }

  /** The key `keyId`, under which something was sealed; 503 `keys_out_of_reach` while that one is not there. */
  async opening(personId: string, keyId: string): Promise<PersonalKey> {
    const known = await this.find(personId);
    if (known?.id !== keyId) throw this.outOfReach('The key of a sealed text is not in the key folder');
    return known;
  }

  /**
   * For writing. Makes a person's first key, but never a second one beside texts that it could not open: then the key
   * folder is missing (503 `keys_out_of_reach`). 409 `changed_meanwhile` for who was erased (BR-227). Within a transaction
   * this asks in it.
   */
  async writing(personId: string, tx?: Tx): Promise<PersonalKey> {
    return (await this.find(personId)) ?? this.make(personId, tx);
  }

  /** The same for several people at once: what is there is fetched together, and only first keys are made one by one. */
  async writingForAll(personIds: readonly string[], tx: Tx): Promise<ReadonlyMap<string, PersonalKey>> {
    const found = await Promise.all(personIds.map(async (id) => [id, await this.find(id)] as const));
    const keys = new Map<string, PersonalKey>();
    for (const [id, known] of found) keys.set(id, known ?? (await this.make(id, tx)));
    return keys;
  }

  /** The same with a tree, which is made under the same guard. */
  async writingWithTree(personId: string): Promise<PersonalKey> {
    const known = await this.writing(personId);
    if (known.tree) return known;
    const { inTree } = await this.sealed.of(personId);
    // Looked for after the texts: whoever sealed one meanwhile had the tree before. What is remembered may be older too.
    const grown = await this.findAfresh(personId);
    if (grown?.tree) return grown;
    if (inTree)
      throw this.outOfReach('There are texts under a tree of keys, but no tree: the key folder is incomplete');
    await this.wrapped.keepTree(personId, seal(known.key, KeyTree.grow().toBuffer(), about(personId, known.id)));
    this.forget(personId);
    return this.writingWithTree(personId);
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
    for (const personId of this.remembered.keys()) this.drop(personId);
    if (this.wrapped instanceof WrappedKeysDatabase) await this.wrapped.close();
  }

  private async make(personId: string, tx?: Tx): Promise<PersonalKey> {
    const { any, gone } = await this.sealed.of(personId, tx);
    if (gone) throw refuse(platformRefusals.changed_meanwhile);
    const made = await this.findAfresh(personId);
    if (made) return made;
    if (any) throw this.outOfReach('There are sealed texts but no key: the key folder is incomplete');
    await this.wrapped.keep(personId, await this.inReach(this.master.wrap(newKey(), randomUUID(), personId)));
    if (!tx) await this.endWhereGone(personId);
    return this.writing(personId, tx);
  }

  /** Outside a transaction nothing held the person meanwhile: an erasure may have destroyed the key before it was made. */
  private async endWhereGone(personId: string): Promise<void> {
    if (!(await this.sealed.of(personId)).gone) return;
    await this.shred(personId);
    throw refuse(platformRefusals.changed_meanwhile);
  }

  private async read(personId: string): Promise<PersonalKey | undefined> {
    const found = await this.wrapped.find(personId);
    if (!found) return undefined;
    const key = await this.inReach(this.master.unwrap(found, personId));
    const tree = await this.wrapped.findTree(personId);
    return { id: found.id, key, tree: tree && this.opened(key, tree, about(personId, found.id)) };
  }

  private opened(key: Buffer, tree: Buffer, bound: string[]): KeyTree {
    try {
      return KeyTree.from(unseal(key, tree, bound));
    } catch (error) {
      throw error instanceof SealBroken
        ? this.outOfReach('A tree of keys does not open under its personal key')
        : error;
    }
  }

  private async inReach<T>(key: Promise<T>): Promise<T> {
    try {
      return await key;
    } catch (error) {
      throw error instanceof KeysOutOfReach ? this.outOfReach(error.message) : error;
    }
  }

  /** Whoever runs the college reads why, whoever uses it only that. */
  private outOfReach(reason: string): KeysOutOfReach {
    this.log.error(reason);
    return new KeysOutOfReach(reason);
  }

  private look(personId: string): Looking {
    const looking: Looking = { forgotten: false, found: this.read(personId) };
    looking.found = looking.found
      .then((key) => {
        if (key && !looking.forgotten) this.remember(personId, key);
        return key;
      })
      .finally(() => {
        if (this.looking.get(personId) === looking) this.looking.delete(personId);
      });
    this.looking.set(personId, looking);
    return looking;
  }

  private forget(personId: string): void {
    const looking = this.looking.get(personId);
    if (looking) looking.forgotten = true;
    this.looking.delete(personId);
    this.drop(personId);
  }

  private forgetOld(): void {
    const now = this.clock.now().getTime();
    for (const [personId, { until }] of this.remembered) if (until <= now) this.drop(personId);
  }

  private remember(personId: string, key: PersonalKey): void {
    this.drop(personId);
    const [oldest] = this.remembered.keys();
    if (oldest !== undefined && this.remembered.size >= rememberedAtMost) this.drop(oldest);
    this.remembered.set(personId, { ...key, until: this.clock.now().getTime() + rememberedMs });
    if (key.tree) this.grown.remember(key.tree);
  }

  private drop(personId: string): void {
    const tree = this.remembered.get(personId)?.tree;
    if (tree) this.grown.forget(tree);
    this.remembered.delete(personId);
  }
}

const about = (personId: string, keyId: string) => ['key tree', personId, keyId];
