import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Clock } from '../clock.js';
import { MasterKeys } from './master-keys.js';
import { newKey } from './sealing.js';
import { WrappedKeysDatabase } from './wrapped-keys-database.js';
import { WrappedKeys } from './wrapped-keys.js';

export interface PersonalKey {
  id: string;
  key: Buffer;
}

const rememberedMs = 30_000;
const rememberedAtMost = 1_000;

/** The one key of each person that what they write in private is sealed with. */
@Injectable()
export class PersonalKeys implements OnModuleDestroy {
  private readonly remembered = new Map<string, PersonalKey & { until: number }>();
  private readonly forgetting = setInterval(() => this.forgetOld(), rememberedMs).unref();
  /** Rises with each shredding, so that whoever was looking for a key meanwhile looks again. */
  private shreddings = 0;

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
      const before = this.shreddings;
      const found = await this.wrapped.find(personId);
      const key = found && { id: found.id, key: await this.master.unwrap(found, personId) };
      if (before === this.shreddings) return key && this.remember(personId, key);
    }
  }

  /** Makes a person's first key. */
  async make(personId: string): Promise<PersonalKey> {
    await this.wrapped.keep(personId, await this.master.wrap(newKey(), randomUUID(), personId));
    return (await this.find(personId)) ?? this.make(personId);
  }

  /**
   * From now on nothing that was sealed with this person's key can be read, in no copy of the main database either (BR-136).
   * Other processes of the same college forget the key within half a minute.
   */
  async shred(personId: string): Promise<void> {
    await this.wrapped.remove(personId);
    this.shreddings++;
    this.remembered.delete(personId);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.forgetting);
    this.remembered.clear();
    if (this.wrapped instanceof WrappedKeysDatabase) await this.wrapped.close();
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
