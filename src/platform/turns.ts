export interface TurnBounds {
  /** So many are at work at the same time. */
  atOnce: number;
  /** So many wait; whoever comes then is refused at once. */
  waiting: number;
  /** Milliseconds that somebody waits before they are refused. */
  patience: number;
  /** What they are told. */
  refusal: () => Error;
}

interface Waiting {
  start: () => void;
  refuse: () => void;
}

/** A line inside the process, in the order in which people came; bounded in length and in time (decision 62). */
export class Turns {
  private working = 0;
  private readonly line: Waiting[] = [];

  constructor(private readonly bounds: TurnBounds) {}

  get isIdle(): boolean {
    return this.working === 0;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.working < this.bounds.atOnce) this.working++;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      // Between the end of one and the start of the next nobody else may step in.
      if (next) next.start();
      else this.working--;
    }
  }

  /** For when waiting has become pointless. */
  refuseAllWaiting(): void {
    for (const { refuse } of this.line.splice(0)) refuse();
  }

  private turn(): Promise<void> {
    const { waiting, patience, refusal } = this.bounds;
    if (this.line.length >= waiting) throw refusal();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.line.splice(this.line.indexOf(one), 1);
        reject(refusal());
      }, patience);
      const one: Waiting = {
        start: () => {
          clearTimeout(timer);
          resolve();
        },
        refuse: () => {
          clearTimeout(timer);
          reject(refusal());
        },
      };
      this.line.push(one);
    });
  }
}
