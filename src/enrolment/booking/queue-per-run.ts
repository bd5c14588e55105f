/**
 * So many commands of this process work on one thing at once; more would only hold connections while they wait for its
 * lock.
 */
const atOnce = 3;

/**
 * Lets a hundred people who enrol on one run at once wait in line here, in the order in which they came, instead of in
 * the connection pool, where they would keep everybody else from everything else. No promise rests on it: the run's
 * lock does that.
 */
export class QueuePerRun {
  private readonly lines = new Map<string, { working: number; waiting: (() => void)[] }>();

  async runInTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? { working: 0, waiting: [] };
    this.lines.set(key, line);
    if (line.working < atOnce) line.working++;
    else await new Promise<void>((resolve) => line.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else if (--line.working === 0) this.lines.delete(key);
    }
  }
}
