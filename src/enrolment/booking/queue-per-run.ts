import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { sqlStateOf } from '../../platform/errors/database-faults.js';
import { Turns } from '../../platform/turns.js';

/**
 * So many commands of this process work on one thing at once; more would only hold connections while they wait for its
 * lock.
 */
const atOnce = 3;
const lockTimeout = '55P03';
const busy = () => refuse(platformRefusals.busy, { retryAfter: 1 });

/**
 * Lets a hundred people who enrol on one run at once wait in line here, in the order in which they came, instead of in
 * the connection pool, where they would keep everybody else from everything else. No promise rests on it: the run's
 * lock does that. 503 `busy` beyond 50 and after two seconds; when the lock does not come free, for everybody who waits.
 */
export class QueuePerRun {
  private readonly lines = new Map<string, Turns>();

  async runInTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(key) ?? new Turns({ atOnce, waiting: 50, patience: 2_000, refusal: busy });
    this.lines.set(key, line);
    try {
      return await line.run(work);
    } catch (error) {
      // Whoever waits behind would only find the same, one after the other.
      if (sqlStateOf(error) === lockTimeout) line.refuseAllWaiting();
      throw error;
    } finally {
      if (line.isIdle) this.lines.delete(key);
    }
  }
}
