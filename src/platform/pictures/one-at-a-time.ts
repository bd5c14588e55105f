import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

const comeAgain = { retryAfter: 10 };

/** Does one thing after another. 503 when so many wait already, and for whoever would wait too long. */
export class OneAtATime {
  private isBusy = false;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly mostWaiting: number,
    private readonly patience: number,
  ) {}

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.isBusy) await this.turn();
    this.isBusy = true;
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      // Between the end of one and the start of the next nobody else may step in.
      if (next) next();
      else this.isBusy = false;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.mostWaiting) throw refuse(platformRefusals.busy, comeAgain);
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(refuse(platformRefusals.busy, comeAgain));
      }, this.patience);
      this.waiting.push(start);
    });
  }
}
