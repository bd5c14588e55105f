/** A body that is still coming in. */
interface Unread {
  since: number;
  cut: () => void;
}

const fastEnough = 1_000;

/**
 * Bodies that are still coming in hold no place in flight, only memory: so many in all, half of them from one network.
 * Beyond that the network with the most gives up its oldest, which is the slowest (decision 62).
 */
export class UnreadBodies {
  private readonly byNetwork = new Map<string, Set<Unread>>();
  private count = 0;

  constructor(private readonly most: number) {}

  /**
   * What it answers is called once the body was read, or nobody waits for it any more; undefined when there is no room.
   * `cut` ends a request that is too slow.
   */
  enter(network: string, cut: () => void): (() => void) | undefined {
    if (!this.makeRoom(network)) return undefined;
    const unread: Unread = { since: performance.now(), cut };
    this.byNetwork.set(network, (this.byNetwork.get(network) ?? new Set()).add(unread));
    this.count++;
    return () => this.leave(network, unread);
  }

  private makeRoom(network: string): boolean {
    const own = this.byNetwork.get(network)?.size ?? 0;
    if (own < this.most / 2 && this.count < this.most) return true;
    const from = own < this.most / 2 ? this.fullest() : network;
    const [oldest] = this.byNetwork.get(from) ?? [];
    // Many fast ones from one network are many people; of another network's, something has to give.
    if (!oldest || (from === network && performance.now() - oldest.since < fastEnough)) return false;
    this.leave(from, oldest);
    oldest.cut();
    return true;
  }

  private fullest(): string {
    let [fullest, most] = ['', 0];
    for (const [network, { size }] of this.byNetwork) if (size > most) [fullest, most] = [network, size];
    return fullest;
  }

  private leave(network: string, unread: Unread): void {
    const own = this.byNetwork.get(network);
    if (!own?.delete(unread)) return;
    this.count--;
    if (own.size === 0) this.byNetwork.delete(network);
  }
}
