import { Injectable } from '@nestjs/common';
import { atOnce } from './in-flight.js';

/** Who asks, for as long as they ask and no longer. */
export interface Caller {
  /** The network that they ask from. */
  network: string;
  /** What they show to be known by; nothing for whoever shows nothing. */
  token: string;
}

export interface CrowdBounds {
  /** Requests that this process works on at the same time. */
  inFlight: number;
  /** Of these, at most so many of one network, of those there who show no token, and of one token. */
  ofNetwork: number;
  ofStrangers: number;
  ofToken: number;
  /** Requests that wait of one token. */
  lineOfToken: number;
  /** Requests that wait for their turn. */
  waiting: number;
  /** Milliseconds that one waits. */
  patience: number;
}

/** More at once than the pool can do only makes everybody wait inside instead of outside, where it costs nothing. */
export const usualCrowd: CrowdBounds = {
  inFlight: 64,
  ofNetwork: 48,
  ofStrangers: 32,
  ofToken: atOnce.times,
  lineOfToken: atOnce.waiting,
  waiting: 256,
  patience: atOnce.patience,
};

/** Whether the college is busy, or whoever asks has asked too much at the same time themselves. */
export type TurnedAway = 'busy' | 'own share';

interface Asker {
  isStranger: boolean;
  running: number;
  line: Stay[];
}

interface Network {
  running: number;
  waiting: number;
  askers: Map<string, Asker>;
}

/** One request from its arrival to its answer. */
interface Stay {
  caller: Caller;
  at: 'the door' | 'the line' | 'work' | 'an end';
  go: () => void;
  refuse: (why: TurnedAway) => void;
  patience?: NodeJS.Timeout;
}

/**
 * Who is worked on, and who is next. Places go round between networks, and inside one between whoever asks there, so
 * that nobody gets more by asking more often; when the line is full, the longest gives way. No promise rests on it, and
 * nothing of a caller is kept once they are answered (decision 62).
 */
@Injectable()
export class Crowd {
  /** In the order of their turns, as are the askers of each. */
  private readonly networks = new Map<string, Network>();
  private readonly figures = { running: 0, waiting: 0, refused: 0 };
  bounds = usualCrowd;

  /** How many are worked on, how many wait, and how many were turned away since the start. */
  get counts(): Readonly<Crowd['figures']> {
    return this.figures;
  }

  /**
   * Calls `go` once there is a place, at once or later, or `refuse`, unless the caller left before. What it answers has
   * to be called when the caller leaves, served or not; calling it again does nothing.
   */
  enter(caller: Caller, go: () => void, refuse: (why: TurnedAway) => void): () => void {
    const stay: Stay = { caller, at: 'the door', go, refuse };
    const { network, asker } = this.placeOf(caller);
    if (this.mayStart(network, asker)) {
      this.start(stay);
      go();
    } else if (!this.isOwnLineFull(asker) && this.makeRoom(caller)) this.wait(stay);
    else this.turnAway(stay);
    return () => this.leave(stay);
  }

  /** Takes a place whether there is one or not, for what cannot be sent away any more. */
  takeAnyway(caller: Caller): () => void {
    const stay: Stay = { caller, at: 'the door', go: () => undefined, refuse: () => undefined };
    this.start(stay);
    return () => this.leave(stay);
  }

  /** Why somebody who came now would be turned away at once; undefined where they would not. */
  closedTo(caller: Caller): TurnedAway | undefined {
    const { network, asker } = this.placeOf(caller);
    const isFull = this.figures.waiting >= this.bounds.waiting && this.givingWay(caller) === undefined;
    const isClosed = !this.mayStart(network, asker) && (isFull || this.isOwnLineFull(asker));
    const why = isClosed ? this.reasonFor(asker) : undefined;
    this.forgetIfGone(caller);
    return why;
  }

  turnedAwayAtTheDoor(): void {
    this.figures.refused++;
  }

  private mayStart(network: Network, asker: Asker): boolean {
    const { inFlight, ofNetwork, ofStrangers, ofToken } = this.bounds;
    return (
      this.figures.running < inFlight &&
      network.running < ofNetwork &&
      asker.running < (asker.isStranger ? ofStrangers : ofToken)
    );
  }

  private reasonFor({ isStranger, running }: Asker): TurnedAway {
    return !isStranger && running >= this.bounds.ofToken ? 'own share' : 'busy';
  }

  private isOwnLineFull({ isStranger, line }: Asker): boolean {
    return !isStranger && line.length >= this.bounds.lineOfToken;
  }

  private start(stay: Stay): void {
    const { network, asker } = this.placeOf(stay.caller);
    stay.at = 'work';
    this.figures.running++;
    network.running++;
    asker.running++;
  }

  private wait(stay: Stay): void {
    const { network, asker } = this.placeOf(stay.caller);
    stay.at = 'the line';
    asker.line.push(stay);
    network.waiting++;
    this.figures.waiting++;
    stay.patience = setTimeout(() => this.turnAway(stay), this.bounds.patience);
  }

  private turnAway(stay: Stay): void {
    const why = this.reasonFor(this.placeOf(stay.caller).asker);
    this.stopWaiting(stay);
    stay.at = 'an end';
    this.figures.refused++;
    stay.refuse(why);
  }

  private leave(stay: Stay): void {
    const was = stay.at;
    if (was === 'the line') this.stopWaiting(stay);
    stay.at = 'an end';
    if (was !== 'work') return;
    const { network, asker } = this.placeOf(stay.caller);
    this.figures.running--;
    network.running--;
    asker.running--;
    this.forgetIfGone(stay.caller);
    for (let next = this.next(); next; next = this.next()) {
      this.stopWaiting(next);
      this.start(next);
      // Not from inside the answer of whoever left.
      process.nextTick(next.go);
    }
  }

  private stopWaiting(stay: Stay): void {
    clearTimeout(stay.patience);
    const { network, asker } = this.placeOf(stay.caller);
    if (stay.at === 'the line') {
      asker.line.splice(asker.line.indexOf(stay), 1);
      network.waiting--;
      this.figures.waiting--;
    }
    this.forgetIfGone(stay.caller);
  }

  /** The first of the next asker of the next network whose share is not used up; both go to the end of the round. */
  private next(): Stay | undefined {
    for (const [address, network] of this.networks) {
      if (network.waiting === 0) continue;
      for (const [token, asker] of network.askers) {
        const [first] = asker.line;
        if (!first || !this.mayStart(network, asker)) continue;
        network.askers.delete(token);
        network.askers.set(token, asker);
        this.networks.delete(address);
        this.networks.set(address, network);
        return first;
      }
    }
    return undefined;
  }

  private makeRoom(caller: Caller): boolean {
    if (this.figures.waiting < this.bounds.waiting) return true;
    const givesWay = this.givingWay(caller);
    if (!givesWay) return false;
    this.turnAway(givesWay);
    return true;
  }

  /** Who came last in the longest line, where it stays no shorter than the caller's own becomes. */
  private givingWay(caller: Caller): Stay | undefined {
    const own = this.placeOf(caller);
    const crowded = longest(this.networks.values(), ({ waiting }) => waiting);
    const isOthers = crowded !== undefined && crowded.waiting > own.network.waiting + 1;
    const { askers } = isOthers ? crowded : own.network;
    const line = longest(askers.values(), (asker) => asker.line.length)?.line ?? [];
    return isOthers || line.length > own.asker.line.length + 1 ? line.at(-1) : undefined;
  }

  private placeOf({ network: address, token }: Caller): { network: Network; asker: Asker } {
    const network = this.networks.get(address) ?? { running: 0, waiting: 0, askers: new Map<string, Asker>() };
    const asker = network.askers.get(token) ?? { isStranger: token === '', running: 0, line: [] };
    this.networks.set(address, network);
    network.askers.set(token, asker);
    return { network, asker };
  }

  private forgetIfGone({ network: address, token }: Caller): void {
    const network = this.networks.get(address);
    const asker = network?.askers.get(token);
    if (asker?.running === 0 && asker.line.length === 0) network?.askers.delete(token);
    if (network?.askers.size === 0) this.networks.delete(address);
  }
}

function longest<T>(all: Iterable<T>, length: (one: T) => number): T | undefined {
  let found: T | undefined;
  for (const one of all) if (found === undefined || length(one) > length(found)) found = one;
  return found;
}
