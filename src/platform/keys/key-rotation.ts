import { Injectable } from '@nestjs/common';
import { MasterKeys } from './master-keys.js';
import { WrappedKeys } from './wrapped-keys.js';

/** Puts every personal key under a new master key while the college goes on working. */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly master: MasterKeys,
    private readonly wrapped: WrappedKeys,
  ) {}

  /**
   * Answers how many keys were wrapped anew. After an interruption it goes on where it stopped, under the version that
   * was made then. The old version opens what it wrapped until nothing uses it.
   */
  async rotate(): Promise<number> {
    const newest = (await this.isComplete()) ? await this.master.renew() : await this.master.newest();
    let rewrapped = 0;
    for await (const { personId, masterVersion } of this.wrapped.all()) {
      if (masterVersion !== newest && (await this.rewrap(personId))) rewrapped++;
    }
    const used = new Set([newest]);
    for await (const { masterVersion } of this.wrapped.all()) used.add(masterVersion);
    await this.master.forgetAllBut(used);
    return rewrapped;
  }

  private async isComplete(): Promise<boolean> {
    const newest = await this.master.newest();
    for await (const { masterVersion } of this.wrapped.all()) if (masterVersion !== newest) return false;
    return true;
  }

  private async rewrap(personId: string): Promise<boolean> {
    const found = await this.wrapped.find(personId);
    if (!found) return false;
    const key = await this.master.unwrap(found, personId);
    await this.wrapped.rewrap(personId, await this.master.wrap(key, found.id, personId));
    return true;
  }
}
