import { hash } from 'node:crypto';
import { newKey } from './sealing.js';

/** As many steps as a name has bits; two names of one person never meet by chance. */
const steps = 64;
const seedBytes = 32;

/**
 * One small secret out of which a key for each name grows, and which can forget single names: a puncturable function
 * after Goldreich, Goldwasser and Micali. Each node makes two: left and right half of its hash. To forget a name, the
 * nodes on the way to it are given up for their neighbours, which make everything else as before and never that one
 * again.
 */
export class KeyTree {
  private constructor(private readonly nodes: ReadonlyMap<string, Buffer>) {}

  static grow = (): KeyTree => new KeyTree(new Map([['', newKey()]]));

  static from = (text: Buffer): KeyTree =>
    new KeyTree(
      new Map(
        Object.entries(JSON.parse(text.toString()) as Record<string, string>).map(([path, seed]) => [
          path,
          Buffer.from(seed, 'base64url'),
        ]),
      ),
    );

  toBuffer(): Buffer {
    return Buffer.from(
      JSON.stringify(Object.fromEntries([...this.nodes].map(([path, seed]) => [path, seed.toString('base64url')]))),
    );
  }

  /** The key of this name; undefined once it was forgotten. */
  keyOf(name: string): Buffer | undefined {
    const way = wayTo(name);
    const from = this.nodeAbove(way);
    let seed = from === undefined ? undefined : this.nodes.get(from);
    for (const turn of way.slice(from?.length)) seed = seed && childrenOf(seed)[turn === '0' ? 0 : 1];
    return seed;
  }

  /** The same tree without this name. */
  without(name: string): KeyTree {
    const way = wayTo(name);
    const from = this.nodeAbove(way);
    let seed = from === undefined ? undefined : this.nodes.get(from);
    if (from === undefined || !seed) return this;
    const nodes = new Map(this.nodes);
    nodes.delete(from);
    for (let depth = from.length; depth < steps; depth++) {
      const [left, right] = childrenOf(seed);
      const goesLeft = way[depth] === '0';
      nodes.set(way.slice(0, depth) + (goesLeft ? '1' : '0'), goesLeft ? right : left);
      seed = goesLeft ? left : right;
    }
    return new KeyTree(nodes);
  }

  private nodeAbove(way: string): string | undefined {
    for (let depth = 0; depth <= steps; depth++) if (this.nodes.has(way.slice(0, depth))) return way.slice(0, depth);
    return undefined;
  }
}

function childrenOf(seed: Buffer): [Buffer, Buffer] {
  const both = hash('sha512', seed, 'buffer');
  return [both.subarray(0, seedBytes), both.subarray(seedBytes)];
}

const wayTo = (name: string): string =>
  BigInt(`0x${hash('sha256', name).slice(0, steps / 4)}`)
    .toString(2)
    .padStart(steps, '0');
